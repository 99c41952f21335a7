"""The commonest words of languages, and the scripts that only one language uses: data, no logic."""

from __future__ import annotations

from .. import characters as chars
from ..patterns import pattern

_COMMONEST = """
en the of and to in is that for it was on with as are this be have from at you
de der die und das ist nicht von den mit zu auf für ein eine sich dem des auch werden
fr le la les des et est une dans que pour qui pas sur par plus avec sont ce cette
es el la los de que las una un por con para del al en es como más pero su este fue no se
es y o lo también ya ser sobre según ayer
pt o a que não uma um os para com do da de em no na por mais dos como foi ao das são
pt ou se e seu pela pelo mas também já ser à às há nos sobre segundo ontem
gl o a que non unha un os para con do da de en no na por máis dos como foi ao das son
gl ou se e seu pola polo mais tamén xa ser á ás hai nos sobre segundo onte
ca el la els les que no una un per amb del de en al més com va és són o i dels seu aquest aquesta
it il di che la per una non con sono del della è più dei nel alla anche gli
nl de het een van en dat niet zijn voor met op te die aan ook naar wordt bij
sv och att det som en på är av för med till den inte om ett har de från
da og at det er en på til af for med den ikke som der har fra blev også bliver efter nu sig mere hun
no og det er en på til av for med som ikke den har fra ble også jeg vi blir etter nå seg mer hun
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
be і у не на што з як гэта для ад да быў але яго яна пра таксама ў якія
mk и на да се за од не тоа со како што кој но ќе при или беше дека во
uk і в не на що з та як це для від до був але його вона про також
bg и на да се за от не това са по със като който но ще при или бяха
sr и је у на се да су за од са што би као који није али или након
el και το να της η του για με από που είναι στο την των τη δεν ότι σε
ar في من على أن إلى التي عن هذا مع الذي كان لا ما هذه بين بعد كل قال
fa و در به از که این را با است برای آن یک خود تا شد بر هم کرد
ur کے کی میں ہے اور سے کا کو نے پر یہ کہ اس ہیں بھی تھا کر ایک
he של את על לא זה עם הוא כי גם היא או אם כל אני יש בין היה אבל
hi के में की है और से का को पर यह कि ने इस हैं भी था कर एक
ne को मा छ र का लागि पनि यो हो भएको गरेको थियो छन् तर एक नै
az və bir bu üçün də ilə olan olaraq çox daha kimi sonra nə var deyil edir ki
tl ng sa na ang mga at ay para si hindi ito kung siya nila may niya
sw ya wa na kwa ni katika za la kuwa hiyo huo yake watu hii kama
eu eta da ez du bat dira baino ere zuen bere izan dute behar den
mr आणि आहे या च्या ते ही हे तर की असून होते मध्ये साठी हा काही त्या झाले नाही
bn এবং এই করে থেকে জন্য একটি না সঙ্গে হয় তার এ করা ও যে কিন্তু আর ছিল বলে
"""

LANGUAGES: dict[str, tuple[str, ...]] = {}  # by word, the languages in which it is common
for _line in _COMMONEST.strip().splitlines():
    _language, *_words = _line.split()
    for _word in _words:
        LANGUAGES[_word] = (*LANGUAGES.get(_word, ()), _language)

# Letters that only some languages use: each that occurs is evidence like a common word.
_LETTERS = """
pt ãõ
es ñ¿¡
ca ŀ
gl ñ
de ß
pl łżśńź
cs řěů
sk ľĺŕ
hu őű
ro țșţş
tr ğışİ
az əğış
vi ơưđạếộ
no æøå
da æøå
sv åäö
fi äö
et õäö
lt ėįųž
lv āēīķļņ
hr đćčšž
sl čšž
ru ыэё
be ўыэё
uk їєґ
bg ъщ
sr јћђљњџ
mk ѓќѕјљњџ
fa پچژگی
ur ٹڈڑےںہھ
ar ةىأإ
"""
LETTERS: dict[str, tuple[str, ...]] = {}  # by letter, the languages that use it
for _line in _LETTERS.strip().splitlines():
    _language, _letters = _line.split()
    for _letter in _letters:
        LETTERS[_letter] = (*LETTERS.get(_letter, ()), _language)

# The first script with its share of the letters decides. Japanese comes before Chinese, whose characters it uses.
_SCRIPTS = (
    ("ja", chars.KANA, 0.04), ("ko", chars.HANGUL, 0.1), ("zh", chars.HAN, 0.1), ("th", chars.THAI, 0.1),
    ("he", chars.HEBREW, 0.1), ("bn", chars.BENGALI, 0.1), ("el", chars.GREEK, 0.2),
    ("ka", chars.GEORGIAN, 0.1), ("hy", chars.ARMENIAN, 0.1), ("ta", chars.TAMIL, 0.1),
    ("te", chars.TELUGU, 0.1), ("kn", chars.KANNADA, 0.1), ("ml", chars.MALAYALAM, 0.1),
    ("gu", chars.GUJARATI, 0.1), ("pa", chars.GURMUKHI, 0.1), ("km", chars.KHMER, 0.1),
    ("my", chars.MYANMAR, 0.1), ("lo", chars.LAO, 0.1), ("si", chars.SINHALA, 0.1),
    ("am", chars.ETHIOPIC, 0.1),
)  # fmt: skip
# Without Georgian: a page in nothing but Georgian has the language that it declares.
CERTAIN_SCRIPTS = pattern(f"[{''.join(letters for language, letters, _ in _SCRIPTS if language != 'ka')}]")
# (language, its letters, their smallest share)
SCRIPTS = [(language, pattern(f"[{letters}]"), share) for language, letters, share in _SCRIPTS]
