"""The HTML tags that segmentation treats alike."""

from collections.abc import Mapping

from ..page import Kind

# Elements that end the text before them and start a new block.
BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main "
    "menu nav noscript ol optgroup option p plaintext pre search section select summary table tbody td "
    "textarea tfoot th thead tr ul xmp".split()
)

# Elements whose content a browser never lays out as text.
OPAQUE = frozenset("script style template iframe noembed noframes head datalist param track source".split())

# Elements whose content is shown only where a browser cannot show the element: their text is hidden.
FALLBACK = frozenset("audio canvas object video svg".split())

# Inline elements whose attributes may hold a date.
TIMED = frozenset("time span abbr".split())

# A custom element inside one of these is part of the sentence; elsewhere it is a block of its own.
PHRASING_PARENTS = frozenset("p span a em strong b i u small h1 h2 h3 h4 h5 h6 li td th dt dd label".split())

FIELDS = frozenset("input textarea select".split())
IMAGES = frozenset("img picture figure video".split())

# Inline elements that become marks of the block.
MARKS = {"a": "link", "strong": "strong", "b": "strong", "em": "em", "i": "em"}
MARKS |= dict.fromkeys(("code", "kbd", "samp", "tt", "d-code"), "code") | {"sup": "sup", "sub": "sub"}
MARKS |= dict.fromkeys(("del", "s", "strike"), "del") | {"mark": "mark"}

PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
KINDS = {
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
    **dict.fromkeys(PREFORMATTED - {"textarea"}, Kind.CODE),
    **dict.fromkeys(("li", "dd", "dt"), Kind.ITEM),
    **dict.fromkeys(("td", "th", "caption"), Kind.CELL),
    "blockquote": Kind.QUOTE,
}

LISTS = frozenset(("ul", "ol", "dl", "menu", "dir"))

_HEADING_LEVELS = frozenset("123456")


def aria_level(attrs: Mapping[str, str | None]) -> int:
    """The level of an element that its role alone makes a heading; 2 where none is given, as ARIA has it."""
    level = (attrs.get("aria-level") or "").strip()
    return int(level) if level in _HEADING_LEVELS else 2
