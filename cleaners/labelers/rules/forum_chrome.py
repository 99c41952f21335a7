"""What a forum's software says around the posts; the posts themselves are content."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date
from ...reading.lines import Line, Lines, drop

_WHOLE = phrases("forum_chrome")
_UP = phrases("post_end")
_META = pattern(lambda: rf"^(?:{any_of('profile_label')})\s?: ?\S.{{0,40}}$")
_META_OPENERS = first_words("profile_label")
_RUN = 2
# What forum software calls the column with a poster's name and rank, the line that dates a post, and the signature.
_BESIDE = frozenset(
    "postprofile post-profile post_author author_information message-user message-userdetails postbit_author "
    "userinfo cauthorpane poster signature message-signature post-signature postsignature".split()
)
_NAME_WORDS = 6
_MOST = 40  # words of one such part: a longer one is no profile


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    whole = (line for line in lines.matching(_WHOLE) if line.kind is not Kind.CELL or line.words >= 2)
    found = drop(whole, "a forum's own furniture")
    meta = [line for line in lines.starting_with(_META_OPENERS, 8) if _META.match(line.text.casefold())]
    if len({line.normalised.split(":")[0].split()[0] for line in meta}) >= _RUN:
        found.update(drop(meta, "a poster's profile beside a post"))
    if reading.is_forum:
        posts = _post_lines(lines)
        found.update(drop(posts, "who posted, and when"))
        found.update(drop(_ways_up(lines, len(posts)), "leads back up, under every post"))
        if reading.page.origin == "html":
            found.update(drop(_beside_posts(reading), "a poster's profile or signature beside a post"))
    return found


def _post_lines(lines: Lines) -> list[Line]:
    """The lines "Post by Ann » 3 May 2026 20:40" over posts."""
    found = []
    for line in lines.with_digits:
        name, sign, date = line.normalised.partition(" » ")
        if sign and name.count(" ") < _NAME_WORDS and is_date(date):
            found.append(line)
    return found


def _ways_up(lines: Lines, posts: int) -> list[Line]:
    """The lines "Top" under posts, if there are as many as posts: a reader may well have answered "Top!"."""
    alike = [lines.by_text[text] for text in lines.by_text.keys() & _UP]
    return [line for same in alike if len(same) >= max(posts, _RUN) and posts for line in same]


def _beside_posts(reading: Reading) -> list[Line]:
    """What is in the elements that hold posters' profiles and signatures."""
    found: list[Line] = []
    for element in reading.elements_named(_BESIDE):
        inside = reading.lines.inside(element)
        if sum(line.words for line in inside) <= _MOST:
            found += inside
    return found
