"""Follows the tags of a page as a parser does, to count the elements that it holds open, in linear time.

A parser compares tags with all elements that are open, and opens formatting elements that were left open again in
every paragraph. In doubt an element stays open here for longer than in a parser.
"""

from __future__ import annotations

import re
from collections import Counter


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param source track wbr"
)
_NEVER_NESTED = _names("html head body frameset colgroup caption")
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_MARKED = _names("applet marquee object td th")  # formatting left open inside them is not opened again after them
_LEVELS = {"tbody": 1, "thead": 1, "tfoot": 1, "tr": 2, "td": 3, "th": 3}  # below their table
_BLOCKS = _names(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp"
)  # they close a paragraph
_SCOPE = _MARKED | _names("table template foreignobject desc title mi mo mn ms mtext annotation-xml svg math")
_SPECIAL = _BLOCKS | _SCOPE | _names("button iframe noscript select tbody textarea tfoot thead tr")
_CLOSED_IN_SCOPE = _BLOCKS | _MARKED | {"button", "select"}  # the end tags of others stop at any special element
_GROUPS = {
    "#special": _SPECIAL, "#item": _SPECIAL - {"address", "div", "p"}, "#scope": _SCOPE,
    "#button": _SCOPE | {"button"}, "#list": _SCOPE | {"ol", "ul"}, "#table": _names("table template"),
    "#definition": _names("dd dt"), "#heading": _names("h1 h2 h3 h4 h5 h6"),
    "#drawing": _names("svg math"), "#html": _names("foreignobject desc title mi mo mn ms mtext annotation-xml"),
}  # fmt: skip
_KEYS = {
    name: (name, *(group for group, members in _GROUPS.items() if name in members))
    for name in frozenset().union(*_GROUPS.values())
}
_LEAVE_DRAWING = (_BLOCKS | _FORMATTING | _names("br embed img meta ruby span sub sup var")) - {"a", "font", "form"}
_FONT = re.compile(r"(?:^|[\s/\"'])(?:color|face|size)(?![^\s=/>])", re.I)  # a <font> that ends a drawing
_MAX_EQUAL = 3  # equal formatting elements that are opened again


class OpenElements:
    """The elements that are open. ``made`` is the number of formatting elements that were opened again."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, str]] = []  # names and attributes; "" for what no end tag closes
        self._places: dict[str, list[int]] = {}  # in the stack, by name and by group
        self._left_open: list[list[tuple[str, str]]] = [[]]  # formatting to open again; a list a marked element
        self.made = 0

    def __len__(self) -> int:
        return len(self._stack)

    def start(self, name: str, attributes: str) -> None:
        """Read a start tag."""
        if self._places.get("#drawing") and self._drawing() < len(self._stack):
            if name not in _LEAVE_DRAWING and not (name == "font" and _FONT.search(attributes)):
                if not attributes.endswith("/"):
                    self._push(name, "")
                return
            self._pop(self._drawing())
        if name in _NEVER_NESTED:
            return
        if name in _LEVELS:
            self._start_in_table(name)
            return
        self._close_before(name)
        if name not in _BLOCKS:
            self.text()
        if name not in _VOID and not (name in _GROUPS["#drawing"] and attributes.endswith("/")):
            self._push(name, attributes if name in _FORMATTING else "")

    def end(self, name: str) -> None:
        """Read an end tag."""
        if name in _FORMATTING:
            self._end_formatting(name)
            return
        place = self._last("#heading" if name in _GROUPS["#heading"] else name)
        if place < 0:
            return
        if name in _LEVELS or name == "table":
            closes = place >= self._last("#table")
        elif name in _CLOSED_IN_SCOPE:
            barrier = {"p": "#button", "li": "#list"}.get(name, "#scope")
            closes = place >= self._last(barrier)
        else:
            closes = name == "template" or place >= min(self._last("#special"), self._drawing())
        if closes and name == "form" and place < len(self._stack) - 1:
            self._rename(place)  # a form ends without what is inside it
        elif closes:
            self._pop(place)

    def text(self) -> None:
        """Read text: formatting elements that were left open are opened again."""
        waiting = self._left_open[-1]
        if waiting:
            self._left_open[-1] = []
            self.made += len(waiting)
            for name, attributes in waiting:
                self._push(name, attributes)

    def _last(self, key: str) -> int:
        """The place of the innermost open element with a name or of a group; -1 for none."""
        places = self._places.get(key)
        return places[-1] if places else -1

    def _drawing(self) -> int:
        """The place of the drawing or formula that what follows is a part of; the end of the stack for none."""
        place = self._last("#drawing")
        return place if place > self._last("#html") else len(self._stack)

    def _push(self, name: str, attributes: str) -> None:
        for key in _KEYS.get(name) or (name,):
            self._places.setdefault(key, []).append(len(self._stack))
        self._stack.append((name, attributes))
        if name in _MARKED:
            self._left_open.append([])

    def _pop(self, place: int) -> None:
        """Close the element at a place and all inside it; formatting elements inside it are left open."""
        inside = [entry for entry in self._stack[place + 1 :] if entry[0] in _FORMATTING]
        while len(self._stack) > place:
            name, _ = self._stack.pop()
            for key in _KEYS.get(name) or (name,):
                self._places[key].pop()
            if name in _MARKED:
                self._left_open.pop()
                inside.clear()
        if inside:
            counts = Counter(self._left_open[-1])
            for entry in inside:
                counts[entry] += 1
                if counts[entry] <= _MAX_EQUAL:
                    self._left_open[-1].append(entry)

    def _rename(self, place: int) -> None:
        """Leave an element open, but let no end tag close it."""
        name = self._stack[place][0]
        for key in _KEYS.get(name) or (name,):
            self._places[key].remove(place)
        self._stack[place] = ("", "")
        self._places.setdefault("", []).append(place)
        self._places[""].sort()

    def _close_before(self, name: str) -> None:
        """Close what a start tag closes."""
        if name in ("li", "dd", "dt"):
            place = self._last("li" if name == "li" else "#definition")
            if place >= 0 and place >= self._last("#item"):
                self._pop(place)
        elif name in ("option", "optgroup") and self._stack and self._stack[-1][0] == "option":
            self._pop(len(self._stack) - 1)
        elif name == "button" and self._last("button") > self._last("#scope"):
            self._pop(self._last("button"))
        elif name in ("rt", "rp") and self._last("ruby") > self._last("#scope"):
            if self._stack[-1][0] in ("rt", "rp"):
                self._pop(len(self._stack) - 1)
        elif name in ("a", "nobr"):
            self._end_formatting(name)
        if name in _BLOCKS and self._last("p") >= max(self._last("#button"), 0):
            self._pop(self._last("p"))
        if name in _GROUPS["#heading"] and self._last("#heading") == len(self._stack) - 1 >= 0:
            self._pop(len(self._stack) - 1)

    def _start_in_table(self, name: str) -> None:
        """Open a part of the innermost table; outside a table such a tag is ignored."""
        table = self._last("#table")
        if table < 0:
            return
        if self._stack[table][0] == "template":
            self._push("", "")
            return
        level = table + _LEVELS[name]
        if len(self._stack) > level:
            self._pop(level)
        while len(self._stack) < level:
            self._push("", "")
        self._push(name, "")

    def _end_formatting(self, name: str) -> None:
        """End the innermost formatting element with a name."""
        waiting = self._left_open[-1]
        for index in range(len(waiting) - 1, -1, -1):
            if waiting[index][0] == name:
                del waiting[index]
                return
        place = self._last(name)
        if place < 0 or place < max(self._last(marked) for marked in _MARKED):
            return
        if place > self._last("#special"):
            self._pop(place)
        else:
            self._rename(place)  # ended too late: the elements inside it stay open
