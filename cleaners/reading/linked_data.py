"""Reads the JSON-LD of a page: its article, its site and its texts. Broken JSON is repaired where that is safe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..patterns import pattern

_MAX_SCRIPT = 400_000  # characters of one script
_MAX_NODES = 500
_ADDRESS_KEYS = ("url", "contentUrl", "@id")
_LONG_TEXTS = ("articleBody", "text", "description", "reviewBody", "transcript")
_QUOTED_TEXT = pattern(rf'"(?:{"|".join(_LONG_TEXTS)})"\s*+:\s*+("(?:[^"\\]|\\.)*+")', re.S)  # in a broken script
_MAX_ENTRIES = 40  # of a list of authors
_WRAPPING = pattern(r"\A(?:\s|/\*.{0,99}?\*/|//[^\n]*\n|<!--|<!\[CDATA\[)++", re.S)
# Of the script read backwards, so that the end of a long one is found in linear time.
_WRAPPING_AFTER = pattern(r"\A(?:\s|/\*.{0,99}?\*/|>--|>\]\]|;|[^\n]*//\s*\n)++", re.S)
_TRAILING_COMMA = pattern(r",(\s*[}\]])")
_FOLLOWED_KEYS = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLE_TYPES = pattern(
    r"(?:Article|Posting|Report|Review|Recipe|LiveBlog|HowTo|QAPage|Question|Book|Podcast\w*|VideoObject)$"
)
_SITE_TYPES = ("WebSite", "Organization", "NewsMediaOrganization", "Corporation")

_ORGANISATIONS = ("Organization", "Corporation", "WebSite", "Brand", "Publisher", "LocalBusiness")

Node = dict[str, Any]


class LinkedData:
    """The nodes of a page's JSON-LD, the only place that parses it."""

    def __init__(self, scripts: Sequence[str]) -> None:
        self.nodes: list[Node] = []
        self._data = [_parse(script) for script in scripts]
        self._broken = [script for script, data in zip(scripts, self._data, strict=True) if data is None]
        for data in self._data:
            self.nodes.extend(_nodes(data))
            if len(self.nodes) > _MAX_NODES:
                break
        self._by_id = {node["@id"]: node for node in self.nodes if isinstance(node.get("@id"), str)}
        self.article = self._article()

    def _article(self) -> Node:
        articles = [node for node in self.nodes if _ARTICLE_TYPES.search(_type(node)) and _is_described(node)]
        complete = [node for node in articles if "headline" in node or "datePublished" in node]
        return (complete or articles or [{}])[0]

    def types(self) -> set[str]:
        """The types of all nodes in lower case, without their vocabulary's address."""
        kinds = (node.get("@type") for node in self.nodes)
        names = (name for kind in kinds for name in (kind if isinstance(kind, list) else [kind]))
        return {name.casefold().rpartition("/")[2] for name in names if isinstance(name, str)}

    def long_texts(self) -> Iterator[str]:
        """The running texts that any object declares, at any depth: bodies, descriptions, reviews, transcripts."""
        for script in self._broken:
            yield from map(_unquoted, _QUOTED_TEXT.findall(script[:_MAX_SCRIPT]))
        pending = list(self._data)
        while pending:
            entry = pending.pop()
            if isinstance(entry, list):
                pending.extend(entry)
            elif isinstance(entry, dict):
                pending.extend(value for value in entry.values() if isinstance(value, (dict, list)))
                yield from (value for name in _LONG_TEXTS if isinstance(value := entry.get(name), str))

    def page_date(self) -> str:
        """The publication date of the page itself, for pages whose article has none; "" for none."""
        for node in self.nodes:
            if _type(node).endswith("Page") and isinstance(node.get("datePublished"), str):
                return str(node["datePublished"])
        return ""

    def value(self, name: str) -> str:
        """A text that the article declares as ``name``; "" for none."""
        return _text(self.article.get(name))

    def texts(self, name: str) -> list[str]:
        """All texts that the article declares as ``name``, also the names of objects."""
        return [text for entry in self._entries(name) if (text := _text(entry))]

    def address(self, name: str) -> str:
        """The address that the article declares as ``name``, plainly or as an object's; "" for none."""
        for entry in self._entries(name):
            if isinstance(entry, dict):
                entry = next((entry[key] for key in _ADDRESS_KEYS if isinstance(entry.get(key), str)), "")
            if isinstance(entry, str) and entry.strip():
                return entry.strip()
        return ""

    def people(self) -> list[str]:
        """The names of the article's authors, without those that are declared to be organisations."""
        return [_text(entry) for entry in self._authors() if not _is_organisation(entry) and _text(entry)]

    def organisations(self) -> list[str]:
        """The names of the organisations that are declared as the article's authors."""
        return [_text(entry) for entry in self._authors() if _is_organisation(entry) and _text(entry)]

    def _authors(self) -> list[Any]:
        return self._entries("author") or self._entries("creator")

    def _entries(self, name: str) -> list[Any]:
        """The values of a property, references replaced by the nodes they name."""
        value = self.article.get(name)
        entries = [] if value is None else value if isinstance(value, list) else [value]
        return [self._resolved(entry) for entry in entries[:_MAX_ENTRIES]]

    def _resolved(self, entry: Any) -> Any:
        if isinstance(entry, dict) and "name" not in entry and isinstance(entry.get("@id"), str):
            return self._by_id.get(entry["@id"], entry)
        return entry

    def site_name(self) -> str:
        if publishers := self.texts("publisher"):
            return publishers[0]
        for site_type in _SITE_TYPES:
            for node in self.nodes:
                if _type(node) == site_type and _text(node.get("name")):
                    return _text(node.get("name"))
        return ""


def _is_organisation(entry: Any) -> bool:
    return isinstance(entry, dict) and _type(entry).endswith(_ORGANISATIONS)


def _is_described(node: Node) -> bool:
    return any(name in node for name in ("headline", "author", "datePublished"))


def _type(node: Node) -> str:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    texts = [entry for entry in kinds if isinstance(entry, str)]
    best = next((entry for entry in texts if _ARTICLE_TYPES.search(entry)), texts[0] if texts else "")
    return best.rpartition("/")[2]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((entry for entry in value if isinstance(entry, str)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else ""


def _parse(script: str) -> Any:
    if len(script) > _MAX_SCRIPT:
        return None
    for repair in (str, _unwrapped, lambda text: _TRAILING_COMMA.sub(r"\1", text)):
        script = repair(script)
        try:
            return json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unquoted(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return ""


def _unwrapped(script: str) -> str:
    """A script without the comments around its data."""
    return _WRAPPING_AFTER.sub("", _WRAPPING.sub("", script)[::-1])[::-1]


def _nodes(data: Any) -> Iterator[Node]:
    """The nodes in page order: the outer ones, those of a graph, and the main entity of a page."""
    pending, count = [data], 0
    while pending and count < _MAX_NODES:
        entry = pending.pop()
        count += 1
        if isinstance(entry, list):
            pending.extend(reversed(entry[:_MAX_NODES]))
        elif isinstance(entry, dict):
            yield entry
            pending.extend(entry[name] for name in _FOLLOWED_KEYS if isinstance(entry.get(name), (dict, list)))
