"""A first draft of a site file, from the pages of the site that are in raw/."""

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

_PAGES = 30  # that are looked at
_SHARE = 0.6  # of them, on which a selector must say the same
_PLAIN_NAME = frozenset("abcdefghijklmnopqrstuvwxyz-_")
_ADVICE = """A first draft, made from {n} pages in raw/ on what the cleaner does with them today.
Look at each line before you trust it: `winnow run` follows it from now on.
body: where the articles stand. drop: what never belongs to them. keep: what does all the same.
phrases: lines to drop from flattened text, "*" at the end for whatever follows."""


def draft(url: str, raw: Path, sites: Path) -> tuple[Path, SiteRules]:
    """Write sites/HOST.toml for the site of an address; returns the file and what it says.

    Raises UsageError when raw/ holds no page of the site, or the file is there.
    """
    host = site_named(url)
    target = sites / f"{host}.toml"
    if not host:
        raise UsageError(f"{url} is no address; give one such as https://www.example.com/article")
    if target.exists():
        raise UsageError(f"{target} is there already; edit it, or delete it for a new draft")
    pages = _pages_of(host, raw)
    if not pages:
        raise UsageError(f"{raw} holds no HTML page of {host}; `winnow fetch {url}` brings one")
    rules = SiteRules(host, body=_body(pages), drop=_drop(pages))
    write_site_file(target, rules, _ADVICE.format(n=len(pages)))
    return target, rules


def _pages_of(host: str, raw: Path) -> list[CleanPage]:
    """Some HTML pages of a host, cleaned as they are today: loose ones and those in archives."""
    found: list[CleanPage] = []
    for body, said in _raw_pages(host, raw):
        try:
            page = clean(body, said.url, content_type=said.content_type or None)
        except PageRefused:
            continue
        if page.page.origin == "html":
            found.append(page)
        if len(found) == _PAGES:
            break
    return found


def _raw_pages(host: str, raw: Path) -> Iterator[tuple[bytes, SourceMetadata]]:
    """The raw pages of a host, and what is said of them. Archives in a folder called like the host come first."""
    limit = PageLimits().bytes
    entries = sorted(walk(raw), key=lambda entry: host_of(f"https://{entry.raw.partition('/')[0]}") != host)
    for entry in entries:
        try:
            if entry.is_archive:
                yield from _archived(host, entry.path, limit)
            elif entry.sidecar and not entry.ignored:
                said = read_sidecar(entry.sidecar)
                if host_of(said.url) == host and is_web_address(said.url):
                    content_type = said.content_type or declared_type(entry.path) or ""
                    yield read_body(entry.path, limit), replace(said, content_type=content_type)
        except (PageError, OSError):
            continue


def _archived(host: str, path: str, limit: int) -> Iterator[tuple[bytes, SourceMetadata]]:
    from ..warc.answers import scan_warc  # here, because most folders hold no archives

    for kept in scan_warc(path, limit):
        if kept.is_page and kept.outcome == "ok" and host_of(kept.url) == host and is_web_address(kept.url):
            yield kept.body, SourceMetadata(kept.url, kept.fetched_at, kept.content_type)


def _body(pages: Sequence[CleanPage]) -> tuple[str, ...]:
    """The selector of the innermost element that holds nearly all kept words, if most pages agree on it."""
    votes: Counter[str] = Counter()
    for page in pages:
        words = [len(d.block.text.split()) if d.kept and d.role == "body" else 0 for d in page.decisions]
        total, best = sum(words), ""
        for element in page.page.elements:
            if total and sum(words[element.start : element.end]) >= 0.9 * total:
                best = _selector(element) or best
        if best:
            votes[best] += 1
    return tuple(name for name, count in votes.most_common(1) if count >= _SHARE * len(pages))


def _drop(pages: Sequence[CleanPage]) -> tuple[str, ...]:
    """Selectors, inside of the body, of elements that were dropped on several pages and kept on none."""
    dropped: Counter[str] = Counter()
    kept: set[str] = set()
    for page in pages:
        states: dict[str, set[bool]] = defaultdict(set)
        for element in page.page.elements:
            name = _selector(element)
            if name and element.end > element.start:
                states[name].update(d.kept for d in page.decisions[element.start : element.end])
        kept.update(name for name, found in states.items() if True in found)
        dropped.update(name for name, found in states.items() if found == {False})
    least = max(2, len(pages) // 4)
    return tuple(sorted(name for name, count in dropped.items() if count >= least and name not in kept))[:20]


def _selector(element: Element) -> str:
    """A selector by id or first class, if these read like words; "" if not."""
    for mark, name in (("#", element.attrs.get("id")), (".", (element.attrs.get("class") or "").split(" ")[0])):
        if name and len(name) >= 3 and set(name.casefold()) <= _PLAIN_NAME and element.tag not in ("html", "body"):
            return f"{element.tag}{mark}{name}"
    return ""
