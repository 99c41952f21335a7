"""Reading what winnow wrote before version 2, in which labelers were called voices and had other names."""

from __future__ import annotations

from typing import Any

LABELERS = {"site": "site_rules", "memory": "site_memory", "completion": "propagation", "learned": "model"}


def upgraded(document: Any) -> Any:
    """A page's document with today's names; any other value as it is. The argument is not changed."""
    if not isinstance(document, dict) or document.get("schemaVersion") != 1:
        return document
    decisions = document.get("decisions")
    if isinstance(decisions, list):
        decisions = [_decision(item) if isinstance(item, dict) else item for item in decisions]
    return {**document, "schemaVersion": 2, "decisions": decisions}


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
