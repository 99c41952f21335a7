"""What the first version wrote otherwise: labelers were called voices and had other names. Read here, never written."""

from __future__ import annotations

from functools import reduce
from typing import Any

LABELERS = {"site": "site_rules", "memory": "site_memory", "completion": "propagation", "learned": "model"}


def upgraded(document: Any) -> Any:
    """A page's document with today's names; any other value as it is. ``document`` itself is not changed."""
    if not isinstance(document, dict) or document.get("schemaVersion") != 1:
        return document
    decisions = document.get("decisions")
    if isinstance(decisions, list):
        decisions = [_decision(one) if isinstance(one, dict) else one for one in decisions]
    return {**document, "schemaVersion": 2, "decisions": decisions}


def _decision(decision: dict[str, Any]) -> dict[str, Any]:
    names = {"voice": "decidedBy"}
    found = {names.get(key, key): value for key, value in decision.items()}
    return {**found, "decidedBy": LABELERS.get(str(found.get("decidedBy")), found.get("decidedBy"))}


def sql_renamed(column: str, around: str) -> str:
    """SQL for a column of JSON text with the labelers' names of today; ``around`` is what is around a name, as "%s"."""
    pairs = ((around % old, around % new) for old, new in LABELERS.items())
    return reduce(lambda sql, pair: f"replace({sql}, '{pair[0]}', '{pair[1]}')", pairs, column)
