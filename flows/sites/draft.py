"""A first draft of a site file, from the pages of the site in raw/."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cleaners import CleanPage, Element, PageRefused, SiteRules, clean, host_of

from ..errors import UsageError
from ..job import PageLimits
from ..store.memory import site_named
from ..store.raw import PageError, SourceMetadata, declared_type, is_web_address, read_body, read_sidecar, walk
from .edit import write_site_file

_MAX_PAGES, _MAX_BLOCKS = 30, 30_000  # from which a draft is made; they are in memory together
_MIN_SHARE = 0.6  # of the pages, whose articles have the selector of the draft
_NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz-_")
_ADVICE = """A first draft from {n} pages in raw/, as they are cleaned today.
Check each line: `winnow run` follows it from now on.
body: the elements that hold the articles. drop: elements to drop. keep: elements to keep all the same.
phrases: lines to drop from flattened text, "*" at the end for any further words."""


def draft(url: str, raw: Path, sites: Path) -> tuple[Path, SiteRules]:
    """Write sites/HOST.toml for the site of an address; returns its path and rules.

    Raises UsageError when raw/ holds no page of the site, or the file exists.
    """
    host = site_named(url)
    target = sites / f"{host}.toml"
    if not host:
        raise UsageError(f"{url} is no address; give one such as https://www.example.com/article")
    if target.exists():
        raise UsageError(f"{target} exists already; edit it, or delete it for a new draft")
    pages = _pages_of(host, raw)
    if not pages:
        raise UsageError(f"{raw} holds no HTML page of {host}; `winnow fetch {url}` brings one")
    rules = SiteRules(host, body=_body(pages), drop=_drop(pages))
    write_site_file(target, rules, _ADVICE.format(n=len(pages)))
    return target, rules


def _pages_of(host: str, raw: Path) -> list[CleanPage]:
    """Up to ``_MAX_PAGES`` HTML pages of a host, from files and archives, cleaned without site rules or memory."""
    pages: list[CleanPage] = []
    for body, sidecar in _raw_pages(host, raw):
        try:
            page = clean(body, sidecar.url, content_type=sidecar.content_type or None)
        except PageRefused:
            continue
        if page.page.origin == "html":
            pages.append(page)
        if len(pages) == _MAX_PAGES or sum(len(page.decisions) for page in pages) > _MAX_BLOCKS:
            break
    return pages


def _raw_pages(host: str, raw: Path) -> Iterator[tuple[bytes, SourceMetadata]]:
    """The raw pages of a host with their sidecars. Archives in a folder named like the host come first."""
    limit = PageLimits().bytes
    entries = sorted(walk(raw), key=lambda entry: host_of(f"https://{entry.raw.partition('/')[0]}") != host)
    for entry in entries:
        try:
            if entry.is_archive:
                yield from _archived_pages(host, entry.path, limit)
            elif entry.sidecar and not entry.ignored:
                sidecar = read_sidecar(entry.sidecar)
                if host_of(sidecar.url) == host and is_web_address(sidecar.url):
                    content_type = sidecar.content_type or declared_type(entry.path) or ""
                    yield read_body(entry.path, limit), replace(sidecar, content_type=content_type)
        except (PageError, OSError):
            continue


def _archived_pages(host: str, path: str, limit: int) -> Iterator[tuple[bytes, SourceMetadata]]:
    from ..warc.answers import scan_warc  # here, because most folders hold no archives

    for answer in scan_warc(path, limit):
        if answer.is_page and answer.outcome == "ok" and host_of(answer.url) == host and is_web_address(answer.url):
            yield answer.body, SourceMetadata(answer.url, answer.fetched_at, answer.content_type)


def _body(pages: Sequence[CleanPage]) -> tuple[str, ...]:
    """The selector of the innermost element with at least 90 % of the kept words, if it is the same on most pages."""
    votes: Counter[str] = Counter()
    for page in pages:
        words = [
            len(decision.block.text.split()) if decision.kept and decision.role == "body" else 0
            for decision in page.decisions
        ]
        total, best = sum(words), ""
        for element in page.page.elements:
            if total and sum(words[element.start : element.end]) >= 0.9 * total:
                best = _selector(element) or best
        if best:
            votes[best] += 1
    return tuple(name for name, count in votes.most_common(1) if count >= _MIN_SHARE * len(pages))


def _drop(pages: Sequence[CleanPage]) -> tuple[str, ...]:
    """Selectors of elements that were dropped on several pages and kept on none."""
    dropped: Counter[str] = Counter()
    kept: set[str] = set()
    for page in pages:
        results: dict[str, set[bool]] = defaultdict(set)
        for element in page.page.elements:
            name = _selector(element)
            if name and element.end > element.start:
                results[name].update(decision.kept for decision in page.decisions[element.start : element.end])
        kept.update(name for name, values in results.items() if True in values)
        dropped.update(name for name, values in results.items() if values == {False})
    min_pages = max(2, len(pages) // 4)
    return tuple(sorted(name for name, count in dropped.items() if count >= min_pages and name not in kept))[:20]


def _selector(element: Element) -> str:
    """A selector by id or first class, if that is made of letters and hyphens; "" if not."""
    for prefix, name in (("#", element.attrs.get("id")), (".", (element.attrs.get("class") or "").split(" ")[0])):
        if name and len(name) >= 3 and set(name.casefold()) <= _NAME_LETTERS and element.tag not in ("html", "body"):
            return f"{element.tag}{prefix}{name}"
    return ""
