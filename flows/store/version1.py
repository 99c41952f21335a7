"""Reading what winnow wrote before: version 1, whose labelers were called voices, and version 2, with less metadata."""

from __future__ import annotations

from typing import Any

LABELERS = {"site": "site_rules", "memory": "site_memory", "completion": "propagation", "learned": "model"}


VERSION = 3
_EMPTY: dict[str, Any] = {
    "authors": [], "dateModified": None, "description": "", "articleSection": "", "keywords": [], "image": "",
    "license": "", "links": [], "pictures": [],
}  # fmt: skip


def upgraded(document: Any) -> Any:
    """A page's document with today's names and fields; any other value as it is. The argument is not changed."""
    if not isinstance(document, dict) or document.get("schemaVersion") not in (1, 2):
        return document
    document = {**_EMPTY, **document}
    author, decisions = document.get("author"), document.get("decisions")
    if isinstance(author, str) and author:
        document["authors"] = author.split(", ")
    if document["schemaVersion"] == 1 and isinstance(decisions, list):
        document["decisions"] = [_decision(item) if isinstance(item, dict) else item for item in decisions]
    return {**document, "schemaVersion": VERSION}


def _decision(decision: dict[str, Any]) -> dict[str, Any]:
    fields = {"decidedBy" if key == "voice" else key: value for key, value in decision.items()}
    labeler = fields.get("decidedBy")
    return {**fields, "decidedBy": LABELERS.get(str(labeler), labeler)}


def renamed_in_sql(column: str, *patterns: str) -> str:
    """An SQL expression: a column of text with today's names of the labelers.

    A pattern is what surrounds a name, which it holds as "%s": only there is a name replaced.
    """
    expression = column
    for pattern in patterns:
        for old, new in LABELERS.items():
            expression = f"replace({expression}, '{pattern % old}', '{pattern % new}')"
    return expression
