"""What the pages show of a labeler: its group, its colour, and what it is in a few words."""

from __future__ import annotations

GROUPS = {
    "site_rules": "what the site says of itself",
    "rules": "certain rules",
    "site_memory": "repeated on the site",
    "propagation": "follows from its neighbours",
    "model": "the model",
}  # those that have a colour, in the order of their boxes


def group_of(labeler: str) -> str:
    """The labeler without the name of its rule: "rules.share" is of "rules"."""
    return labeler.partition(".")[0]


def group_number(labeler: str) -> int:
    """A number for the labeler's group, from their order; one for all that have no colour."""
    group = group_of(labeler)
    return list(GROUPS).index(group) if group in GROUPS else len(GROUPS)


def colours(labeler: str) -> str:
    """The classes that give an element the colours of a labeler; "keep" has the colour of what is kept."""
    group = group_of(labeler)
    return f"labeler v-{group}" if group in GROUPS or group == "keep" else "labeler"
