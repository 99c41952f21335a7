"""What a forum's software says around the posts; the posts themselves are content."""

from __future__ import annotations

from ...labeler import Voice
from ...lexicon.phrases import openers, phrases, words
from ...page import Decisions, Kind, Verdicts
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date
from ...reading.lines import Lines, drop

_WHOLE = phrases("forum_chrome")
_UP = phrases("post_end")
_META = pattern(lambda: rf"^(?:{words('profile_label')})\s?: ?\S.{{0,40}}$")
_META_OPENERS = openers("profile_label")
_RUN = 2
# What forum software calls the column with a poster's name and rank, the line that dates a post, and the signature.
_BESIDE = frozenset(
    "postprofile post-profile post_author author_information message-user message-userdetails postbit_author "
    "userinfo cauthorpane poster signature message-signature post-signature postsignature".split()
)
_NAME_WORDS = 6
_MOST = 40  # words of one such part: a longer one is no profile


def speak(reading: Reading, decided: Decisions) -> Verdicts:
    lines = reading.lines
    whole = [place for place in lines.found(_WHOLE) if _may_go(lines, place)]
    found = drop(lines, whole, "a forum's own furniture")
    meta = [place for place in lines.opened_by(_META_OPENERS, 8) if _META.match(lines.blocks[place].text.casefold())]
    keys = {lines.keys[place].split(":")[0].split()[0] for place in meta}
    if len(keys) >= _RUN:
        found.update(drop(lines, meta, "a poster's profile beside a post"))
    if reading.is_forum:
        posts = _post_lines(lines)
        found.update(drop(lines, posts, "who posted, and when"))
        found.update(drop(lines, _ways_up(lines, len(posts)), "leads back up, under every post"))
        if reading.page.origin == "html":
            found.update(drop(lines, _beside_posts(reading), "a poster's profile or signature beside a post"))
    return found


def _post_lines(lines: Lines) -> list[int]:
    """The lines "Post by Ann » 3 May 2026 20:40" over posts."""
    found = []
    for place in lines.numbered:
        name, sign, date = lines.keys[place].partition(" » ")
        if sign and name.count(" ") < _NAME_WORDS and is_date(date):
            found.append(place)
    return found


def _ways_up(lines: Lines, posts: int) -> list[int]:
    """The lines "Top" under posts, if there are as many as posts: a reader may well have answered "Top!"."""
    alike = [lines.at[key] for key in lines.at.keys() & _UP]
    return [place for places in alike if len(places) >= max(posts, _RUN) and posts for place in places]


def _beside_posts(reading: Reading) -> list[int]:
    """What stands in the elements that hold posters' profiles and signatures."""
    lines = reading.lines
    found: list[int] = []
    for element in reading.elements_named(_BESIDE):
        inside = [lines.position[at] for at in range(element.start, element.end) if at in lines.position]
        if sum(lines.words[place] for place in inside) <= _MOST:
            found += inside
    return found


def _may_go(lines: Lines, place: int) -> bool:
    return lines.blocks[place].kind is not Kind.CELL or lines.words[place] >= 2


VOICE = Voice("rules.forum_chrome", speak)
