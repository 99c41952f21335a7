"""What a forum's software says around the posts; the posts themselves are content."""

from __future__ import annotations

from ...page import Decisions, Kind, Page, Verdicts, Voice
from ...patterns import pattern
from ..lines import Lines, drop, lines_of
from ..phrases import openers, phrases, words

_WHOLE = phrases("forum_chrome")
_META = pattern(lambda: rf"^(?:{words('profile_label')})\s?: ?\S.{{0,40}}$")
_META_OPENERS = openers("profile_label")
_RUN = 2


def speak(page: Page, decided: Decisions) -> Verdicts:
    lines = lines_of(page)
    whole = [place for place in lines.found(_WHOLE) if _may_go(lines, place)]
    found = drop(lines, whole, "a forum's own furniture")
    meta = [
        place
        for place in lines.opened_by(_META_OPENERS, 8)
        if _META.match(lines.blocks[place].text.casefold())
    ]
    keys = {lines.keys[place].split(":")[0].split()[0] for place in meta}
    if len(keys) >= _RUN:
        found.update(drop(lines, meta, "a poster's profile beside a post"))
    return found


def _may_go(lines: Lines, place: int) -> bool:
    return lines.blocks[place].kind is not Kind.CELL or lines.words[place] >= 2


VOICE = Voice("rules.forum_chrome", speak)
