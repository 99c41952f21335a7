"""The form for a new comment and the notes around it."""

from __future__ import annotations

from ...lexicon.phrases import phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.lines import drop
from ...reading.narration import narrates

_FORM_LINES = phrases("comment_form")
_FIELDS = phrases("form_field")
_NOTE = pattern(
    r"^(?:your e-?mail (?:address )?(?:will|is) (?:not|never) (?:be )?"
    r"(?:published|shown|shared|displayed|made public|visible)"
    r"|this site uses akismet"
    r"|required fields are marked|save my name, e-?mail|notify me of (?:new|follow-?up) "
    r"|by (?:submitting|posting) (?:this|a|your) comment)"
)
_NOTE_FIRST_WORDS = frozenset(("your", "this", "required", "save", "notify", "by"))


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    form = {line for line in lines.matching(_FORM_LINES) if line.index and line.kind is not Kind.CELL}
    form.update(
        line
        for line in lines.starting_with(_NOTE_FIRST_WORDS, 40)
        if _NOTE.match(line.normalised) and not narrates(line.text)
    )
    fields = [
        line for line in lines.matching(_FIELDS) if form.intersection(lines.between(line.index - 4, line.index + 5))
    ]
    return drop([*form, *fields], "part of the form for a comment")
