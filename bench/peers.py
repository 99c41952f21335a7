"""The extractors that winnow is compared with, each as a function from the bytes of a page to its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Extract = Callable[[bytes, str | None], str]

_LANGUAGE = re.compile(rb"<html\b[^>]*?\blang=[\"']?([a-zA-Z]{2})", re.I)
_STOPLISTS = {
    b"en": "English", b"de": "German", b"fr": "French", b"es": "Spanish", b"pt": "Portuguese", b"it": "Italian",
    b"nl": "Dutch", b"ru": "Russian", b"uk": "Ukrainian", b"tr": "Turkish", b"ar": "Arabic", b"pl": "Polish",
    b"sv": "Swedish", b"da": "Danish", b"fi": "Finnish", b"cs": "Czech", b"el": "Greek", b"hu": "Hungarian",
}  # fmt: skip


class PeerFailed(Exception):
    """A peer could not read a page; its text counts as empty."""


@dataclass(frozen=True)
class Peer:
    """One extractor: ``load`` imports it (ImportError when it is not installed) and returns its function."""

    name: str
    package: str
    load: Callable[[], Extract]


def load_peers(names: Iterable[str] = ()) -> tuple[dict[str, Extract], list[str]]:
    """The functions of the installed peers by name, and the packages that are not installed.

    ``names`` selects peers by package; empty for all. Raises ValueError for an unknown name.
    """
    selected, packages = set(names), dict.fromkeys(peer.package for peer in PEERS)
    if unknown := selected - packages.keys():
        raise ValueError(f"no peer is named {', '.join(sorted(unknown))}; there are {', '.join(packages)}")
    functions: dict[str, Extract] = {}
    missing: dict[str, None] = {}
    for peer in PEERS:
        if selected and peer.package not in selected:
            continue
        try:
            functions[peer.name] = peer.load()
        except ImportError:
            missing[peer.package] = None
    return functions, list(missing)


def _trafilatura(comments: bool, precision: bool = False) -> Extract:
    from trafilatura import extract

    def run(body: bytes, url: str | None) -> str:
        return extract(body, url=url, include_comments=comments, favor_precision=precision) or ""

    return run


def _resiliparse(comments: bool) -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def run(body: bytes, url: str | None) -> str:
        html = bytes_to_str(body, detect_encoding(body, from_html_meta=True) or "utf-8")
        text: str = extract_plain_text(html, main_content=True, alt_texts=False, comments=comments)
        return text

    return run


def _readability() -> Extract:
    import lxml.html
    from lxml.etree import LxmlError
    from readability import Document

    def run(body: bytes, url: str | None) -> str:
        try:
            summary: str = Document(body, url=url).summary(html_partial=True)
            tree: Any = lxml.html.fromstring(summary)
        except (LxmlError, ValueError, TypeError, AttributeError) as error:
            raise PeerFailed(str(error)) from error
        return "\n".join(text for text in (part.strip() for part in tree.itertext()) if text)

    return run


def _justext() -> Extract:
    import justext
    from lxml.etree import LxmlError

    stoplists = {code: justext.get_stoplist(name) for code, name in _STOPLISTS.items()}

    def run(body: bytes, url: str | None) -> str:
        match = _LANGUAGE.search(body[:5000])
        stoplist = stoplists.get(match[1].lower() if match else b"en")
        options = {} if stoplist else {"stopwords_low": 0.0, "stopwords_high": 0.0}  # its mode without a language
        try:
            paragraphs = justext.justext(body, stoplist or frozenset(), **options)
        except (LxmlError, ValueError, justext.core.JustextError) as error:
            raise PeerFailed(str(error)) from error
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return run


PEERS = (
    Peer("trafilatura, no comments", "trafilatura", lambda: _trafilatura(False)),
    Peer("trafilatura, precision", "trafilatura", lambda: _trafilatura(False, precision=True)),
    Peer("trafilatura", "trafilatura", lambda: _trafilatura(True)),
    Peer("resiliparse, no comments", "resiliparse", lambda: _resiliparse(False)),
    Peer("resiliparse", "resiliparse", lambda: _resiliparse(True)),
    Peer("readability-lxml", "readability-lxml", _readability),
    Peer("justext", "justext", _justext),
)
