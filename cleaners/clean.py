"""The whole cleaner: bytes in, clean page out. `clean` is its table of contents."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .clean_page import CleanPage
from .decide import confidence_of, decide, with_title
from .decode import Decoded, decode, has_invisible, is_garbled, is_suspicious, scrub, scrub_markup
from .labeler import Labeler
from .labelers import ordered_labelers
from .labelers.site_memory import SiteMemory, lines_of_site
from .labelers.site_rules import SiteRules, apply_rules
from .metadata import read_metadata
from .page import Decision, Decisions, Label, Labels, Page, RawPage
from .patterns import pattern
from .prescan import Limits, check_body, check_markup
from .provenance import provenance_of
from .reading import Reading
from .segment import LINK_SIGNS, LISTING_PARTS, base_of, looks_like_html, segment

COMMENT_LABELERS = frozenset(("rules.comments",))
_NAME_OF_PAGE = pattern(  # an address, or the name of a file: no page, but what is often given for one
    r"(?:(?P<scheme>https?://)\S+|(?:(?:[~.]{0,2}/|[A-Za-z]:[/\\])[^<>\n]*|[^\s<>]*)\.(?:x?html?|txt|md|warc)(?:\.gz)?)",
    re.I,
)
_COMMENTS_REASON = "readers' comments, which were asked for"


def clean(  # noqa: PLR0913  (all but the page itself by name, each with a default)
    body: bytes | str | Path | RawPage,
    url: str | None = None,
    *,
    content_type: str | None = None,
    memory: SiteMemory | None = None,
    site: SiteRules | None = None,
    comments: bool = False,
    limits: Limits | None = None,
) -> CleanPage:  # fmt: skip
    """Clean one page of HTML or flattened text (which of them is decided by the content).

    ``body`` is the page itself, or a ``Path`` to the file that holds it. A ``RawPage`` has its own
    url and content type. ``memory`` is the site memory of the page's site, ``site`` the rules of its
    site file; ``comments`` keeps the readers' comments under an article. A pure function, but for the
    file of a ``Path``: the same arguments and version give the same result. An empty page gives an
    empty result with the note "no_content".
    Raises PageRefused if the body is not a page (but a PDF, for instance) or exceeds the limits,
    TypeError if a url or content type is given with a ``RawPage``, or an address or file name in place of a page;
    OSError if a file cannot be read.
    """
    raw = _raw_page(body, url, content_type, limits or Limits())
    with without_collector():
        page, decoded = read_page(raw.body, raw.url, raw.content_type, limits)
        applied = apply_rules(site, page)
        page.notes.extend(applied.notes)
        reading = Reading(page, lines_of_site(memory, page))
        page.base = page.base or base_of(page, reading.declared_address())
        decisions = tuple(decide(reading, _labelers_for(memory, raw.digest, comments, applied.labeler)))
        metadata = read_metadata(reading, decoded.text, decisions)
        decisions = tuple(with_title(decisions, metadata.title))
        notes, confidence = _notes(page, decoded, decisions), confidence_of(decisions)
        provenance = provenance_of(raw, decoded, page, memory, site)
        return CleanPage(reading, metadata, decisions, confidence, notes, provenance)


def _raw_page(body: bytes | str | Path | RawPage, url: str | None, content_type: str | None, limits: Limits) -> RawPage:
    if isinstance(body, Path):
        with body.open("rb") as file:
            body = file.read(limits.size + 1)  # one more, so that a larger page is refused
    if isinstance(body, str) and (name := _NAME_OF_PAGE.fullmatch(body)):
        if name["scheme"]:
            advice = f"fetch it, and pass what you get with the address: clean(body, url={body!r})"
        else:
            advice = f"clean(Path({body!r})) reads the file"
        raise TypeError(f"clean() takes the page itself, not where it is: {advice}")
    if isinstance(body, bytes | str):
        return RawPage(url, body, content_type)
    if not isinstance(body, RawPage):
        raise TypeError(f"clean() takes a page as bytes, str, Path or RawPage, not {type(body).__name__}")
    if url is not None or content_type is not None:
        raise TypeError("a RawPage has its own url and content type: set them there, or pass the body alone")
    return body


@contextmanager
def without_collector() -> Iterator[None]:
    """Switch off Python's search for reference cycles, which would go through a page's objects again and again.

    A page has no cycles; the search took a fifth of the time of cleaning. It is switched on
    again only if it was on before, so that nested use works.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_page(
    body: bytes | str, url: str | None = None, content_type: str | None = None, limits: Limits | None = None
) -> tuple[Page, Decoded]:
    """The blocks of a page as `clean` labels them, and how its bytes were decoded. Raises PageRefused."""
    limits = limits or Limits()
    check_body(body, content_type, limits)
    decoded = decode(body, content_type)
    check_markup(decoded.text, limits)
    page = segment(decoded.text, url, content_type, limits)
    if has_invisible(page.text):
        # Rarely needed, and cheapest to detect here: the page's text is a tenth of its source.
        suspicious = is_suspicious(page.text)
        source = scrub(decoded.text)  # before the test for HTML: a control character may be the first character
        if looks_like_html(source, content_type):
            source = scrub_markup(source)
        page = segment(source, url, content_type, limits)
        if suspicious:
            page.notes.append("characters_removed")
    return page, decoded


def _labelers_for(memory: SiteMemory | None, digest: str, comments: bool, site: Labeler) -> Sequence[Labeler]:
    """The labelers; with ``comments``, the labeler of comments keeps what it would drop.

    It then comes after the other rules, so that forms and share bars among the comments are still dropped.
    """
    labelers = ordered_labelers(memory, digest, site=site)
    if not comments:
        return labelers
    comment_labelers = [_keep_instead(labeler) for labeler in labelers if labeler.name in COMMENT_LABELERS]
    others = [labeler for labeler in labelers if labeler.name not in COMMENT_LABELERS]
    rules = [labeler for labeler in others if labeler.name == "site_rules" or labeler.name.startswith("rules.")]
    return [*rules, *comment_labelers, *others[len(rules) :]]


def _keep_instead(labeler: Labeler) -> Labeler:
    """A labeler that keeps what the given one drops."""

    def label(reading: Reading, decided: Decisions) -> Labels:
        labels = labeler.label(reading, decided)
        return {index: Label(True, _COMMENTS_REASON, label.evidence) for index, label in labels.items()}

    return Labeler(labeler.name, label)


def _notes(page: Page, decoded: Decoded, decisions: Sequence[Decision]) -> tuple[str, ...]:
    notes = [*decoded.notes, *page.notes]
    if decoded.damaged:
        notes.append("encoding_damaged")
    if is_garbled(page.text):
        notes.append("mojibake")
    beside = LISTING_PARTS | LINK_SIGNS
    hidden = sum(1 + block.text.count(" ") for block in page.blocks if block.hidden and block.hidden not in beside)
    if hidden:
        notes.append(f"hidden: {hidden} word{'s' if hidden > 1 else ''}")
    if not any(decision.kept and decision.role == "body" for decision in decisions):
        notes.append("no_content")
    return tuple(dict.fromkeys(notes))
