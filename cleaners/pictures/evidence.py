"""What a picture itself shows: size, names, address, and how often it is on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..attachments import Picture
from ..patterns import pattern
from .services import is_known_service, is_reader_frame

_MIN_SIDE = 34  # pixels: what is smaller is an icon
_MIN_AREA = 64 * 64  # of a picture whose width and height are both known
_MAX_USES = 3
_SIZE = re.compile(r"[-_]\d{2,4}x\d{2,4}\Z")
_SUFFIXES = frozenset("jpg jpeg png gif webp avif svg".split())
_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]{2,}(?![a-z])")

# Words in the classes and ids of a picture, each with what it is then.
NAMES = {
    **dict.fromkeys("avatar avatars gravatar userpic headshot".split(), "portrait"),
    **dict.fromkeys("icon icons ico favicon emoji emoticon smiley emote sprite".split(), "icon"),
    **dict.fromkeys("tracking tracker beacon spacer".split(), "tracker or spacer"),
    **dict.fromkeys("advert advertisement adsbygoogle sponsor sponsored sponsors".split(), "advertisement"),
    **dict.fromkeys("math latex mathjax tex mwe".split(), "formula, which is part of the text"),
}
_LOGO_WORDS = frozenset(("logo", "sitelogo", "brand", "branding"))
_CONTENT_WORDS = frozenset("figure caption content attachment size align featured hero thumb wp".split())
_HIDES_PICTURES = (
    "display: none",
    "visibility",
    "hidden attribute",
    "closed",
    "fallback",
)  # other causes hide text only
_URL_KINDS = (
    (pattern(r"gravatar\.com/|/avatars?/|[/_-]avatar[._-]|/userpics?/|/profile_images/", re.I), "portrait"),
    (pattern(r"/(?:pixel|spacer|blank|clear|transparent|1x1|tr|beacon)\.(?:gif|png)|[/.]doubleclick\.net|"
             r"facebook\.com/tr[/?]|/collect\?|feedburner\.com/~|stats\.wordpress\.com|pixel\.wp\.com|"
             r"scorecardresearch|quantserve|[/.]adserv|googlesyndication|medium\.com/_/stat|/pixel\?|"
             r"/track(?:ing|er)?\?", re.I),
     "tracker or spacer"),
    (pattern(r"creativecommons\.org/|/emojis?/|/smil(?:ies|eys?)/|twemoji|s\.w\.org/images/core/emoji|/favicon|/icons?/[^/]{0,80}\Z|"
             r"[/_-]icon(?:[_-]?\d{1,3})?\.(?:png|svg|gif)", re.I), "icon"),
    (pattern(r"img\.shields\.io|badge\.fury\.io|/badges?/|/badge(?:\.svg|\?)|badgen\.net|travis-ci\.(?:org|com)/|"
             r"codecov\.io/|/workflows/[^/]{1,80}/badge", re.I), "badge"),
)  # fmt: skip
_LOGO_FILE = pattern(r"(?:^|[/_-])(?:site-?)?logo(?:[-_.][\w-]{0,40})?\.(?:svg|png|gif|webp|jpe?g)", re.I)


def words_of(names: str) -> set[str]:
    """The words in classes and ids, in small letters."""
    return {word.lower() for word in _WORD.findall(names)}


def reason_against(picture: Picture, url: str) -> str:
    """Why a picture is none of the article wherever it stands; "" if nothing says so."""
    if not url:
        return "no address, only a placeholder"
    if picture.hidden.startswith(_HIDES_PICTURES):
        return f"not shown to a reader: {picture.hidden}"
    if picture.kind == "embed":
        return "" if is_known_service(url) and not is_reader_frame(url) else "frame of a service that is not known"
    if picture.kind != "picture":
        return ""
    return _size_reason(picture) or _name_reason(picture, url)


def _size_reason(picture: Picture) -> str:
    sides = [side for side in (picture.width, picture.height) if side >= 0]
    if sides and max(sides) <= 3:
        return "tracker or spacer: " + "x".join(map(str, sides)) + " pixels"
    if sides and min(sides) < _MIN_SIDE:
        return f"icon: {min(sides)} pixels"
    if len(sides) == 2 and sides[0] * sides[1] < _MIN_AREA:
        return f"icon: {sides[0]} x {sides[1]} pixels"
    return ""


def _name_reason(picture: Picture, url: str) -> str:
    words = words_of(picture.names)
    for word in sorted(words & NAMES.keys()):
        return f"{NAMES[word]}: {word} in its names"
    if words & _LOGO_WORDS and not words & _CONTENT_WORDS:
        return "logo by its names"
    for expression, what in _URL_KINDS:
        if match := expression.search(url):
            return f"{what}: {match[0]!r} in its address"
    if _LOGO_FILE.search(url.partition("?")[0]) and not words & _CONTENT_WORDS and picture.width < 300:
        return "logo by its address"
    return ""


class Repetition:
    """How often each address is on the page: ornaments are there often, and a second copy adds nothing."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._uses = Counter(filter(None, urls))
        self._kept: set[str] = set()

    def add(self, url: str) -> None:
        """Record a picture that is kept."""
        self._kept.add(_file(url))

    def reason_against(self, url: str) -> str:
        """Why an address is none of the article, "" if nothing says so."""
        if _file(url) in self._kept:
            return "copy of a picture that is kept"
        return f"ornament: {self._uses[url]} times on the page" if self._uses[url] > _MAX_USES else ""


def _file(url: str) -> str:
    """The address of a file without what asks for one of its sizes; other addresses as they are."""
    path = url.partition("?")[0].partition("#")[0]
    name, dot, suffix = path.rpartition(".")
    return f"{_SIZE.sub('', name)}.{suffix}" if dot and suffix.lower() in _SUFFIXES else url
