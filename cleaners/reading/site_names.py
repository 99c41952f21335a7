"""The names of a site, and titles without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..addresses import split_address
from ..characters import HAN, KANA
from ..patterns import pattern

_HARD = r"\s{1,40}(?:[|\-–—·•»«/>~∙⋆]|::|\|\|)\s{1,40}|\s{0,40}[|｜丨]\s{0,40}|(?<=[^\s»])»\s{1,40}(?=\S)"
_UNSPACED = (  # "题目_频道_站名"
    rf"(?<=[{HAN}{KANA}？！。）》”])\s?(?:-|－|–|—)\s?(?=[\w《【(]{{2}})"
    rf"|(?<=[{HAN}{KANA}？！。）》”%\d])\s?_\s?(?=[{HAN}{KANA}《【])"
)
_SEPARATOR = pattern(rf"{_HARD}|{_UNSPACED}")
_SOFT_SEPARATOR = pattern(rf"{_HARD}|{_UNSPACED}|\s{{0,40}}:\s{{1,40}}|：")  # also between a title and its subtitle
_WORD = pattern(r"\w+")
_CHINESE_OR_JAPANESE = pattern(f"[{HAN}{KANA}]")
_MAX_PARTS = 40
_MAX_SHORT_TAIL = 14  # characters of a Chinese or Japanese site's name

# What a site's name has beside the name itself, and the parts of host names that are no names.
_GENERIC = frozenset((
    "blog blogs forum forums docs documentation wiki news community board boards home homepage official site "
    "website magazine view topic viewing thread com org net the"
).split())  # fmt: skip
_GENERIC_HOST_PARTS = frozenset((
    "www m en de fr es it www2 blog blogs docs doc forum forums news community support help developer developers "
    "learn discuss bbs wiki app web com co org net gov edu ac info github gitlab medium substack wordpress blogspot"
).split())  # fmt: skip
_ALONE = frozenset("blog forum forums docs home homepage".split())  # as a part of a title, no part of the title


def comparison_key(text: str) -> str:
    """The words of a text in lower case, for comparison."""
    return " ".join(_WORD.findall(text.casefold()))


def site_names(url: str, declared: Iterable[str]) -> set[str]:
    """The comparison keys of a site's names: those it declares, and parts of its host name."""
    host = (split_address(url).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > 3 and label not in _GENERIC_HOST_PARTS]
    names = {comparison_key(name) for name in (*declared, host, host.split(".")[0], *labels)}
    names |= {name.replace(" ", "") for name in names}
    return names - {""}


def is_site_name(key: str, names: set[str]) -> bool:
    """Whether a comparison key is empty or one of the site's names, such as "Gull Post" or "The Gull Post Blog"."""
    if not key or key in names or key.replace(" ", "") in names:
        return True
    words = [word for word in key.split() if word not in _GENERIC]
    return bool(words) and len(words) <= 6 and (" ".join(words) in names or "".join(words) in names)


def parts_of(title: str) -> list[str]:
    """The parts of a title between separators."""
    return _SEPARATOR.split(title, _MAX_PARTS)


def without_site_name(title: str, names: set[str], headings: Sequence[str] = (), lower: Sequence[str] = ()) -> str:
    """A title without the site's name before or after it.

    Known names are removed from both ends. A part that equals one of ``headings`` is the title; where no
    name was removed, also one that equals one of the ``lower`` headings. If there are none of these, the last
    part is removed if it is no longer than the rest.
    """
    known = without_known_names(title, names)
    heading = _heading_in(known, names, headings) or (_heading_in(known, names, lower) if known == title else "")
    if heading or known != title:
        return heading or known
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    asian = bool(_CHINESE_OR_JAPANESE.search(title))
    if asian and "_" in title:
        first = next((separator for separator in separators if "_" in separator[0]), separators[0])
        return title[: first.start()].strip()
    before, after = title[: separators[-1].start()], title[separators[-1].end() :]
    tail = comparison_key(after)
    if len(tail) <= len(comparison_key(before)) or (asian and len(tail) <= _MAX_SHORT_TAIL):
        return before.strip()
    return title


def without_known_names(title: str, names: set[str]) -> str:
    """A title without known names of the site at its ends, also such as stand before a colon."""
    separators = list(_SOFT_SEPARATOR.finditer(title))[:_MAX_PARTS]
    starts = [0, *(separator.end() for separator in separators)]
    ends = [*(separator.start() for separator in separators), len(title)]
    parts = [comparison_key(title[start:end]) for start, end in zip(starts, ends, strict=True)]
    first, last = 0, len(parts)
    while last - first > 1 and parts[last - 1] and (is_site_name(parts[last - 1], names) or parts[last - 1] in _ALONE):
        last -= 1
    while last - first > 1 and parts[first] and (is_site_name(parts[first], names) or parts[first] == "view topic"):
        first += 1
    return title[starts[first] : ends[last - 1]].strip()


def _heading_in(title: str, names: set[str], headings: Sequence[str]) -> str:
    """The longest heading that a title begins with or that is one of its parts; "" for none."""
    if not headings:
        return ""
    starts = [title[: separator.start()] for separator in list(_SEPARATOR.finditer(title))[:_MAX_PARTS]]
    parts = {comparison_key(text) for text in (title, *starts, *parts_of(title))}
    matching = [text for text in headings if (key := comparison_key(text)) in parts and not is_site_name(key, names)]
    return max(matching, key=len, default="")
