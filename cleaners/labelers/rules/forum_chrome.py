"""What a forum's software adds around the posts; the posts themselves are content."""

from __future__ import annotations

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date
from ...reading.lines import Line, Lines, drop

_CHROME = phrases("forum_chrome")
_LINKS_TO_TOP = phrases("post_end")
_PROFILE = pattern(lambda: rf"^(?:{any_of('profile_label')})\s?: ?\S.{{0,40}}$")
_PROFILE_FIRST_WORDS = first_words("profile_label")
_MIN_REPEATS = 2
# Class names of the column with a poster's name and rank, of the line with a post's date, and of the signature.
_ELEMENT_NAMES = frozenset(
    "postprofile post-profile post_author author_information message-user message-userdetails postbit_author "
    "userinfo cauthorpane poster signature message-signature post-signature postsignature".split()
)
_MAX_NAME_WORDS = 6
_MAX_PART_WORDS = 40  # words of such an element; a longer one is no profile


def label(reading: Reading, decided: Decisions) -> Labels:
    lines = reading.lines
    chrome = (line for line in lines.matching(_CHROME) if line.kind is not Kind.CELL or line.words >= 2)
    labels = drop(chrome, "a forum's own furniture")
    profile = [line for line in lines.starting_with(_PROFILE_FIRST_WORDS, 8) if _PROFILE.match(line.text.casefold())]
    if len({line.normalised.split(":")[0].split()[0] for line in profile}) >= _MIN_REPEATS:
        labels.update(drop(profile, "a poster's profile beside a post"))
    if reading.is_forum:
        post_lines = [line for line in lines.with_digits if _is_post_line(line)]
        labels.update(drop(post_lines, "who posted, and when"))
        labels.update(drop(_links_to_top(lines, len(post_lines)), "leads back up, under every post"))
        if reading.page.origin == "html":
            labels.update(drop(_beside_posts(reading), "a poster's profile or signature beside a post"))
    return labels


def _is_post_line(line: Line) -> bool:
    """Whether a line is the one over a post, such as "Post by Ann » 3 May 2026 20:40"."""
    name, separator, date = line.normalised.partition(" » ")
    return bool(separator) and name.count(" ") < _MAX_NAME_WORDS and is_date(date)


def _links_to_top(lines: Lines, posts: int) -> list[Line]:
    """The lines "Top" under posts, if there are as many as posts: a single one may be a reader's answer."""
    by_text = [lines.by_text[text] for text in lines.by_text.keys() & _LINKS_TO_TOP]
    return [line for copies in by_text if posts and len(copies) >= max(posts, _MIN_REPEATS) for line in copies]


def _beside_posts(reading: Reading) -> list[Line]:
    """The lines in the elements with posters' profiles and signatures."""
    parts = map(reading.lines.inside, reading.elements_named(_ELEMENT_NAMES))
    return [line for part in parts if sum(line.words for line in part) <= _MAX_PART_WORDS for line in part]
