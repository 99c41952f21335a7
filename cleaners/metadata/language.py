"""The page's language: what it declares, checked against the script and the commonest words of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_STOP_WORDS = """
en the of and to in is that for it was on with as are this be have from at you
de der die und das ist nicht von den mit zu auf für ein eine sich dem des auch werden
fr le la les des et est une dans que pour qui pas sur par plus avec sont ce cette
es el la los de que las una por con para del es como más pero su este fue
pt o que não uma os para com do da em por mais dos como foi ao das são
it il di che la per una non con sono del della è più dei nel alla anche gli
nl de het een van en dat niet zijn voor met op te die aan ook naar wordt bij
sv och att det som en på är av för med till den inte om ett har de från
da og at det er en på til af for med den ikke som der har fra blev også
no og det er en på til av for med som ikke den har fra ble også jeg vi
fi ja on ei että se oli hän mutta kun myös ovat joka sen tai mukaan niin ole
pl i w nie na się z do to że jest o jak po za od przez są dla
cs a se na je v že s to z do o i ve pro jako který jsou není
sk a sa na je v že s to z do o aj vo pre ako ktorý sú nie
hu a az és hogy nem egy is van ez meg volt csak már el még mint vagy ki
ro și de în la a cu pe nu că din este o care mai pentru sunt fost sau
tr ve bir bu için da de ile olarak çok daha olan gibi kadar sonra ne var en değil
id yang dan di dengan untuk ini dari itu dalam tidak pada akan adalah juga ke oleh ada mereka
vi và của là có trong cho được các với không một những người này đã khi để từ
hr i je u na se da su za od s što bi kao koji nije ali ili također
sl in je v na se da so za z ki bi kot pri pa tudi ni po ali
lt ir yra kad su į tai iš bet kaip ar per jau buvo jo nuo dėl prie apie
lv un ir ka ar no par uz kas bet kā arī tas lai pie pēc tiek vai nav
et ja on ei et see oma ka oli kui mis ta aga või kes siis ning ole kas
ru и в не на что с по как это для из от был но его она все также
uk і в не на що з та як це для від до був але його вона про також
bg и на да се за от не това са по със като който но ще при или бяха
sr и је у на се да су за од са што би као који није али или након
el και το να της η του για με από που είναι στο την των τη δεν ότι σε
ar في من على أن إلى التي عن هذا مع الذي كان لا ما هذه بين بعد كل قال
fa و در به از که این را با است برای آن یک خود تا شد بر هم کرد
ur کے کی میں ہے اور سے کا کو نے پر یہ کہ اس ہیں بھی تھا کر ایک
he של את על לא זה עם הוא כי גם היא או אם כל אני יש בין היה אבל
hi के में की है और से का को पर यह कि ने इस हैं भी था कर एक
mr आणि आहे या च्या ते ही हे तर की असून होते मध्ये साठी हा काही त्या झाले नाही
bn এবং এই করে থেকে জন্য একটি না সঙ্গে হয় তার এ করা ও যে কিন্তু আর ছিল বলে
"""
_PROFILES = {
    line.split()[0]: frozenset(line.split()[1:]) for line in _STOP_WORDS.strip().splitlines()
}  # fmt: skip
# Scripts that one language has to itself, as good as always; the first that holds a tenth of the letters decides.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.04), ("ko", re.compile(r"[\uac00-\ud7af]"), 0.1), ("zh", re.compile(r"[\u4e00-\u9fff]"), 0.1),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.1), ("ka", re.compile(r"[\u10a0-\u10ff]"), 0.1), ("hy", re.compile(r"[\u0530-\u058f]"), 0.1),
    ("ta", re.compile(r"[\u0b80-\u0bff]"), 0.1), ("te", re.compile(r"[\u0c00-\u0c7f]"), 0.1), ("kn", re.compile(r"[\u0c80-\u0cff]"), 0.1),
    ("ml", re.compile(r"[\u0d00-\u0d7f]"), 0.1), ("gu", re.compile(r"[\u0a80-\u0aff]"), 0.1), ("pa", re.compile(r"[\u0a00-\u0a7f]"), 0.1),
    ("km", re.compile(r"[\u1780-\u17ff]"), 0.1), ("my", re.compile(r"[\u1000-\u109f]"), 0.1), ("lo", re.compile(r"[\u0e80-\u0eff]"), 0.1),
    ("si", re.compile(r"[\u0d80-\u0dff]"), 0.1), ("am", re.compile(r"[\u1200-\u137f]"), 0.1),
)  # fmt: skip
_ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "sr", "bs", "sl", "sh"}, {"id", "ms"}, {"cs", "sk"}, {"pt", "gl"})
_OLD_CODES = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "fil": "tl", "jp": "ja", "cn": "zh", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da"}
_TAG = re.compile(r"[A-Za-z]{2,3}(?=[-_]|\Z)")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLED = 6_000  # characters
_FEWEST_HITS = 4
_SHARE = 0.08  # of the words: a text's own commonest words make up a fifth or more
_CLEARLY = 2.5


def language_of(declared: Sequence[str], text: str) -> str:
    """The language as an ISO 639 code, "" when nothing tells.

    ``declared`` are language tags, best first; the text overrules them only where it is clearly in another language.
    """
    tags = [_OLD_CODES.get(code, code) for code in map(_primary, declared) if code]
    stated = tags[0] if tags else ""
    seen, strength = _seen(text[:_SAMPLED])
    if not seen or seen == stated or not stated:
        return seen or stated
    if any(seen in group and stated in group for group in _ALIKE) or seen in tags:
        return stated if seen not in tags else seen
    own = _hits(_words(text[:_SAMPLED]), stated)
    return seen if strength > _CLEARLY * max(own, 1) else stated


def _primary(tag: str) -> str:
    match = _TAG.match(tag.strip())
    return match[0].lower() if match else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _hits(found: Sequence[str], language: str) -> int:
    profile = _PROFILES.get(language, frozenset())
    return sum(word in profile for word in found)


def _seen(text: str) -> tuple[str, int]:
    """The language the text is in, and how many of its words or letters say so."""
    found = _words(text)
    letters = sum(map(len, found))
    if not text.isascii():
        for language, script, share in _SCRIPTS:
            count = len(script.findall(text))
            if count > 20 and count > share * letters:
                return language, count
    hits = {language: _hits(found, language) for language in _PROFILES}
    best = max(hits, key=lambda language: hits[language])
    rival = max(count for language, count in hits.items() if language != best)
    if hits[best] < max(_FEWEST_HITS, _SHARE * len(found)) or hits[best] == rival:
        return "", 0
    return best, hits[best]
