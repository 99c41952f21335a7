"""What the JSON-LD of a page declares: its article, its site. Broken JSON is repaired where that is safe."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..patterns import pattern

_LONGEST = 400_000  # characters of one script
_MOST_NODES = 500
_WRAPPING = pattern(
    r"\A(?:\s|/\*.{0,99}?\*/|//[^\n]*\n|<!--|<!\[CDATA\[)++"
    r"|(?:\s|/\*.{0,99}?\*/|-->|\]\]>|;|\n\s*//[^\n]*)++\Z",
    re.S,
)
_TRAILING_COMMA = pattern(r",(\s*[}\]])")
_FOLLOWED = ("@graph", "mainEntity", "mainEntityOfPage")
_ARTICLES = pattern(
    r"(?:Article|Posting|Report|Review|Recipe|LiveBlog|HowTo|QAPage|Question|Book|Podcast\w*|VideoObject)$"
)
_SITES = ("WebSite", "Organization", "NewsMediaOrganization", "Corporation")

Node = dict[str, Any]


class LinkedData:
    """The nodes of a page's JSON-LD."""

    def __init__(self, scripts: Sequence[str]) -> None:
        self.nodes: list[Node] = []
        for script in scripts:
            self.nodes.extend(_nodes(_parse(script)))
            if len(self.nodes) > _MOST_NODES:
                break
        self._by_id = {node["@id"]: node for node in self.nodes if isinstance(node.get("@id"), str)}
        self.article = self._article()

    def _article(self) -> Node:
        found = [node for node in self.nodes if _ARTICLES.search(_type(node)) and _is_described(node)]
        mains = [node for node in found if "headline" in node or "datePublished" in node]
        return (mains or found or [{}])[0]

    def page_date(self) -> str:
        """When the page itself was published, for pages whose article has no date."""
        for node in self.nodes:
            if _type(node).endswith("Page") and isinstance(node.get("datePublished"), str):
                return str(node["datePublished"])
        return ""

    def value(self, name: str) -> str:
        """A text the article declares, "" for none."""
        return _text(self.article.get(name))

    def names(self, name: str) -> list[str]:
        """The names of the people or organisations the article declares as ``name``."""
        value = self.article.get(name)
        entries = value if isinstance(value, list) else [value]
        return [found for entry in entries[:20] if (found := self._name(entry))]

    def _name(self, entry: Any) -> str:
        if isinstance(entry, dict):
            if "name" not in entry and isinstance(entry.get("@id"), str):
                entry = self._by_id.get(entry["@id"], entry)
            return _text(entry.get("name"))
        return _text(entry)

    def site_name(self) -> str:
        publisher = self.names("publisher")
        if publisher:
            return publisher[0]
        for wanted in _SITES:
            for node in self.nodes:
                if _type(node) == wanted and _text(node.get("name")):
                    return _text(node.get("name"))
        return ""


def _is_described(node: Node) -> bool:
    return any(name in node for name in ("headline", "author", "datePublished"))


def _type(node: Node) -> str:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    texts = [entry for entry in kinds if isinstance(entry, str)]
    best = next((entry for entry in texts if _ARTICLES.search(entry)), texts[0] if texts else "")
    return best.rpartition("/")[2]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = next((entry for entry in value if isinstance(entry, str)), "")
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else ""


def _parse(script: str) -> Any:
    if len(script) > _LONGEST:
        return None
    for repair in (str, _unwrapped, _without_trailing_commas):
        try:
            return json.loads(repair(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(script: str) -> str:
    return _WRAPPING.sub("", script)


def _without_trailing_commas(script: str) -> str:
    return _TRAILING_COMMA.sub(r"\1", _unwrapped(script))


def _nodes(data: Any) -> Iterator[Node]:
    """The nodes in page order: the outer ones, a graph's, and the main thing a page is about."""
    todo, seen = [data], 0
    while todo and seen < _MOST_NODES:
        entry = todo.pop()
        seen += 1
        if isinstance(entry, list):
            todo.extend(reversed(entry[:_MOST_NODES]))
        elif isinstance(entry, dict):
            yield entry
            todo.extend(entry[name] for name in _FOLLOWED if isinstance(entry.get(name), (dict, list)))
