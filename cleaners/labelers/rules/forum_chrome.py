"""What a forum's software adds around the posts; the posts themselves are content."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from ...lexicon.phrases import any_of, first_words, phrases
from ...page import Decisions, Kind, Label, Labels
from ...patterns import pattern
from ...reading import Reading
from ...reading.dates import is_date
from ...reading.lines import Line, Lines, drop, groups

_CHROME = phrases("forum_chrome")
_LINKS_TO_TOP = phrases("post_end")
_PROFILE = pattern(lambda: rf"^(?:{any_of('profile_label')})\s?: ?\S.{{0,40}}$")
_PROFILE_FIRST_WORDS = first_words("profile_label")
_PROFILE_LABELS = phrases("profile_label")
_QUOTE_BUTTONS = phrases("quote_button")
_POST_NUMBER = pattern(r"#\d{1,6}$")
_BOARD = pattern(
    r"results \d+ to \d+ of \d+$|ergebnis \d+ bis \d+ von \d+$|\d+ (?:beiträge|posts|messages|сообщени[йея]) • "
    r"|all times are (?:gmt|utc)|alle (?:zeiten|zeitangaben) (?:sind|in) |es ist jetzt \d|heure actuelle|часовой пояс"
    r"|mitglieder in diesem forum|users browsing this forum|benutzer, die gerade dieses thema"
    r"|(?:page|seite) \d+ (?:of|von) \d+"
)
_MIN_REPEATS = 2
_MAX_VALUE_WORDS, _MAX_POST_LINES = 4, 4
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
        if reading.page.origin == "text":
            profile += _profile_pairs(lines)
            labels.update(drop(profile, "a poster's profile beside a post"))
            labels.update(drop(_board_lines(lines), "a forum's own furniture"))
        post_lines = [line for line in lines.with_digits if _is_post_line(line)]
        labels.update(drop(post_lines, "who posted, and when"))
        labels.update(drop(_links_to_top(lines, len(post_lines)), "leads back up, under every post"))
        if reading.page.origin == "html":
            labels.update(drop(_beside_posts(reading), "a poster's profile or signature beside a post"))
        else:
            labels.update(_short_posts(lines, labels, {*profile, *post_lines}))
    return labels


def _profile_pairs(lines: Lines) -> list[Line]:
    """The labels of profiles on lines of their own ("Join Date"), each with the value on the next line."""
    candidates = (line for line in lines.matching(_PROFILE_LABELS) if line.index + 1 < len(lines))
    labels = [line for line in candidates if line.text[-1] not in "!?."]  # "Thanks!" is a post
    if len({line.normalised for line in labels}) < _MIN_REPEATS:
        return []
    values = (lines[line.index + 1] for line in labels)
    return [*labels, *(line for line in values if line.words <= _MAX_VALUE_WORDS and not line.is_prose)]


def _board_lines(lines: Lines) -> list[Line]:
    """Lines with numbers that only a forum's software writes: "#3", "Results 1 to 10 of 14", the time now."""
    numbers = [line for line in lines.with_digits if _POST_NUMBER.match(line.text)]
    numbers = numbers if len(numbers) >= _MIN_REPEATS else []
    return numbers + [
        line for line in lines.with_digits if line.words <= _MAX_PART_WORDS and _BOARD.match(line.normalised)
    ]


def _short_posts(lines: Lines, dropped: Mapping[int, Label], before: set[Line]) -> dict[int, Label]:
    """Keep the few short lines between a post's profile or date and the buttons below it: they are the post."""
    posts: dict[int, Label] = {}
    furniture = [line for line in lines if line.block.index in dropped]
    for above, below in pairwise(groups(furniture)):
        between = lines.between(above[-1].index + 1, below[0].index)
        ends = below[0].normalised in _LINKS_TO_TOP or below[0].normalised in _QUOTE_BUTTONS
        if ends and len(between) <= _MAX_POST_LINES and not before.isdisjoint(above):
            posts |= {
                line.block.index: Label(True, "a short post, between who posted and the buttons below")
                for line in between
                if not line.is_prose
            }
    return posts


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
