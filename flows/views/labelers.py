"""How people see a labeler: its group, its colour, its name, and what it is in a few words."""

from __future__ import annotations

GROUPS = {
    "site_rules": "what the site says of itself",
    "rules": "certain rules",
    "site_memory": "repeated on the site",
    "propagation": "follows from its neighbours",
    "wording": "what the line says",
    "model": "the model",
}  # those that have a colour, in the order of their boxes


def group_of(labeler: str) -> str:
    """The labeler without the name of its rule: "rules.share" is in the group "rules"."""
    return labeler.partition(".")[0]


def group_number(labeler: str) -> int:
    """A number for the labeler's group, from their order; one number for all that have no colour."""
    group = group_of(labeler)
    return list(GROUPS).index(group) if group in GROUPS else len(GROUPS)


def display_name(text: str) -> str:
    """A labeler, or a text that begins with one, as shown to people: "site memory" for "site_memory"."""
    return text.replace("_", " ", 1) if text.startswith(("site_rules", "site_memory")) else text


def name_in_sentence(labeler: str) -> str:
    """A labeler as shown after "removed by": "the model", "site memory", "rules.share"."""
    return "the model" if labeler == "model" else display_name(labeler)


def colours(labeler: str) -> str:
    """The CSS classes that give an element the colours of a labeler; "keep" is the colour of kept text."""
    group = group_of(labeler)
    return f"labeler c-{group}" if group in GROUPS or group == "keep" else "labeler"
