"""Whether a line credits a picture: the photographer or the agency, alone or at the end of a caption."""

from __future__ import annotations

from ..lexicon.phrases import any_of, first_words
from ..patterns import pattern

MAX_LABEL_WORDS, MAX_AGENCY_WORDS = 14, 8  # words of a line with a label ("Photo:"), or with an agency's name
MAX_CAPTION_WORDS, _MAX_CREDIT_CHARS = 60, 80
_LABEL = pattern(lambda: rf"^(?:{any_of('credit_label')}) ?(?:[:©/|]|by |courtesy |von |de |di |par |por )\s*\S")
_COPYRIGHT = pattern(
    r"^(?:©\s{0,2}(?![Cc]opyright)(?=[^\Wa-z])|\((?:AP|AFP|Reuters|EPA|dpa)(?: Photo)?[/ ])[^0-9]{2,60}$"
)
_PICTURE_AGENCIES = (
    "getty images|getty|shutterstock|istockphoto|istock|alamy|alamy stock photo|picture alliance|imago images"
    "|imago|adobe stock|unsplash|ap photo|afp photo|pixabay|pexels|depositphotos|dreamstime"
)
_NEWS_AGENCIES = "reuters|afp|ap|epa|dpa|ansa|efe|aap|pa"
_AGENCY = pattern(rf"(?:{_PICTURE_AGENCIES}|/ ?(?:{_NEWS_AGENCIES})|via (?:{_NEWS_AGENCIES}|{_PICTURE_AGENCIES}))$")
_LAST_WORDS = frozenset(agency.split()[-1] for agency in _PICTURE_AGENCIES.split("|")) | frozenset(
    _NEWS_AGENCIES.split("|")
)
_SMALL_NAMES = ("dpa", "afp", "iStock", "imago", "picture alliance", "www.", "via ", "courtesy ", "by ", "von ")
LABEL_FIRST_WORDS = first_words("credit_label")
# The end of a caption: "... - Photo: A. Name", "(fot. A. Name)", "AGENCY/A. Name/File Photo".
_PICTURE = (
    r"(?:photos?|foto(?:graf(?:i[ae]|ía))?s?|fot|bild|crédit|crédito|credit|фото|φωτ(?:ο(?:γραφία)?)?|şekil|fotoğraf"
    r"|zdjęcie|kuva|写真|图片来源|사진|تصوير|صورة|फोटो)"
)
_NAME = r"[^\W\d_a-z][^\s/]{0,30}"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,3}}"
_CREDIT_AT_END = pattern(
    rf"(?i:(?:^|\s[-–—|]\s?|[(\[/.!?…]\s?){_PICTURE}(?: by)? ?(?:[:：]|\. ?))"
    rf"\s?{_NAME}(?:[\s/]{{1,3}}[^\s/]{{1,30}}){{0,5}}[)\]]?$"
    rf"|{_NAMES} ?/ ?(?:{_NAMES} ?/ ?)?(?i:file photo|handout|pool photo|file|archivo)[)\]]?$"
    rf"|\((?i:{_NEWS_AGENCIES})(?i: photo)? ?/ ?{_NAMES}\)$"
)
_LAST_SIGNS = ("/", "(", ":", "：", "fot.", "Fot.")


def is_labelled_credit(text: str) -> bool:
    """Whether a text is a label with a name right after it: with a capital letter, or in a script without capitals."""
    label = _LABEL.match(text.casefold())
    name = text[label.end() - 1 :] if label else ""
    return bool(name) and not (name[0].islower() and name[0] <= "\u024f" and not name.startswith(_SMALL_NAMES))


def is_agency_credit(text: str, normalised: str) -> bool:
    """Whether a line ends in the name of a picture's agency, or is a copyright of a picture."""
    last = normalised.rpartition(" ")[2].rpartition("/")[2]
    if last in _LAST_WORDS and _AGENCY.search(normalised):
        return True
    return text[0] in "©(" and bool(_COPYRIGHT.match(text))


def ends_in_credit(text: str) -> bool:
    """Whether a caption ends in the credit of its picture."""
    end = text[-_MAX_CREDIT_CHARS:]
    return any(sign in end for sign in _LAST_SIGNS) and bool(_CREDIT_AT_END.search(end))
