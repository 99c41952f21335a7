"""Raw pages: the files in raw/ that are pages, their sidecars, and their bytes."""

from __future__ import annotations

import gzip
import os
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from ..bounded import open_regular, read_json, read_regular
from ..errors import StoreError
from ..warc import SUFFIXES, is_warc

CONTENT_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain",
}  # fmt: skip
SET_ASIDE = ".set-aside"  # ends the names of files with bytes that no reader could use
_MAX_SIDECAR_BYTES = 1_000_000
_LIKE_REPLACED = re.compile(r"[\udc80-\udcff]|\\x[0-9a-f]{2}")  # undecodable bytes, or what would be written for one
_ESCAPE = re.compile(rb"\\(?:\\|x([0-9a-f]{2}))")  # a backslash, or a byte, as `printable_path` writes it
_IN_ARCHIVE = re.compile(rf"(.+?(?:{'|'.join(map(re.escape, SUFFIXES))}))#((?:.*@~?\d+(?:\+\d+)?)?)", re.I | re.S)
_LINK = "a link; links in raw/ are not followed: put the file itself here, or name its folder with --raw"
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_MIN_AGE = 2.0  # seconds; a file written more recently may change again within one tick of its clock


class PageError(Exception):
    """A page cannot be used. ``outcome`` is its outcome in the ledger, the message is the detail for a person."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class SourceMetadata:
    """What a page's sidecar, or its record in an archive, says about it; "" for what it does not say."""

    url: str = ""
    fetched_at: str = ""
    content_type: str = ""
    discovered: str = ""  # what a feed or sitemap says about the page, as JSON


@dataclass(frozen=True, slots=True)
class InputPage:
    """A page that a person names, with what its sidecar or its server says of it; "" for what is unknown."""

    body: bytes
    url: str = ""
    content_type: str = ""
    fetched_at: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class RawEntry:
    """A file in raw/, or a record of an archive there.

    ``raw`` is its path inside raw/ as printed, ``path`` the file to open, ``place``
    the location of the record in it, ``source_metadata`` that of the record.
    """

    raw: str
    path: str
    sidecar: str = ""
    ignored: str = ""  # the reason why it is not a page
    is_archive: bool = False
    place: str = ""
    source_metadata: SourceMetadata | None = None
    outcome: str = "ok"  # of reading the record; ``detail`` explains it
    detail: str = ""


def walk(root: Path) -> Iterator[RawEntry]:
    """Every file under raw/ in a fixed order, also files that are no pages; dot files are left out.

    Raises StoreError when ``root`` is not a folder that can be read.
    """
    try:
        os.scandir(root).close()
    except OSError as error:
        message = f"raw pages cannot be read from {root}: {error.strerror}; name their folder with --raw"
        raise StoreError(message) from None
    top = os.fspath(root)
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=unlisted.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if os.path.islink(path := os.path.join(folder, name)):
                yield RawEntry(printable_path(os.path.relpath(path, top)), path, ignored=_LINK)
        present = set(names)
        for name in sorted(names):
            if name.startswith("."):
                continue
            if name.endswith(".json") and (name[:-5] in present or name[:-5] + ".gz" in present):
                continue
            yield _entry(top, os.path.join(folder, name), present)
    for problem in unlisted:
        path = os.fspath(problem.filename)
        detail = f"this folder cannot be listed: {problem.strerror}; check its permissions, its pages are left out"
        yield RawEntry(printable_path(os.path.relpath(path, top)), path, outcome="unreadable", detail=detail)


def _entry(top: str, path: str, present: set[str]) -> RawEntry:
    raw = printable_path(os.path.relpath(path, top))
    name = os.path.basename(path)
    if os.path.islink(path):
        return RawEntry(raw, path, ignored=_LINK)
    if name.endswith(SET_ASIDE):
        return RawEntry(raw, path, ignored="set aside by `winnow fetch`: no complete records, but nothing is deleted")
    if is_warc(name):
        return RawEntry(raw, path, is_archive=True)
    if page_suffix(name) not in CONTENT_TYPES:
        kind = "a sidecar without its page" if name.endswith(".json") else "not a page by its name"
        return RawEntry(raw, path, ignored=f"{kind}; pages end in {' '.join(CONTENT_TYPES)} (or these with .gz)")
    sidecars = [other for other in (name + ".json", name.removesuffix(".gz") + ".json") if other in present]
    return RawEntry(raw, path, os.path.join(os.path.dirname(path), sidecars[0]) if sidecars else "")


def printable_path(path: str) -> str:
    """A path as text that can be printed and stored, whatever bytes the file name holds."""
    own = path.replace("\\", "\\\\") if _LIKE_REPLACED.search(path) else path  # no two paths give the same text
    return os.fsencode(own).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def source_path(root: Path | str, raw: str) -> tuple[str, str]:
    """The path of the file of a raw page, from its path as `printable_path` gives it, and its location in an archive.

    The location is "" for a loose page. A name may have any signs in it, also "#".
    """
    match = _IN_ARCHIVE.fullmatch(raw)
    name, location = match.groups() if match else (raw, "")
    if _LIKE_REPLACED.search(name):
        name = os.fsdecode(_ESCAPE.sub(_unescaped, name.encode("utf-8", "surrogatepass")))
    return os.path.join(root, name), location


def is_gone(path: str) -> bool:
    """Whether a file is not there; a file whose folder cannot be read may be there."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 16)]) if match[1] else b"\\"


def page_suffix(name: str) -> str:
    """The suffix for the type of a page, in lower case, without ".gz"."""
    return os.path.splitext(name.lower().removesuffix(".gz"))[1]


def declared_type(path: str) -> str | None:
    """The content type that a file name declares."""
    return CONTENT_TYPES.get(page_suffix(os.path.basename(path)))


def read_sidecar(path: str) -> SourceMetadata:
    """The metadata in the sidecar at ``path``. Raises PageError when it cannot be used."""
    name = printable_path(os.path.basename(path))
    try:
        data = read_json(read_regular(path, _MAX_SIDECAR_BYTES, follow=False), _MAX_SIDECAR_BYTES)
    except (OSError, ValueError) as error:
        raise PageError("bad_sidecar", f"{name} is not readable JSON ({error}); correct or delete it") from None
    if not isinstance(data, dict):
        raise PageError("bad_sidecar", f"{name} must hold an object with url, fetched_at or content_type")
    values = {key: data.get(key) or "" for key in ("url", "fetched_at", "content_type")}
    for key, value in values.items():
        if not isinstance(value, str) or UNSAFE.search(value):
            raise PageError("bad_sidecar", f"{name}: {key} must be plain text")
    if values["url"] and not is_web_address(values["url"]):
        raise PageError("bad_sidecar", f"{name}: the url must begin with http:// or https:// and a host")
    try:
        if values["fetched_at"]:
            datetime.fromisoformat(values["fetched_at"])
    except ValueError:
        raise PageError("bad_sidecar", f"{name}: fetched_at must be a date such as 2024-05-01T12:00:00Z") from None
    return SourceMetadata(**values)


def is_web_address(url: str) -> bool:
    """Whether ``url`` is an http or https address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def stat_token(path: str) -> str:
    """A text that changes whenever the file's content does; "" for a file that is too new or not there."""
    try:
        info = os.stat(path)
    except OSError:
        return ""
    if max(info.st_mtime, info.st_ctime) > time.time() - _MIN_AGE:
        return ""
    return f"{info.st_size}:{info.st_mtime_ns}:{info.st_ctime_ns}:{info.st_ino}"


def read_body(path: str, max_bytes: int, *, follow: bool = True) -> bytes:
    """The bytes of a loose page, unpacked where the name ends in .gz. Raises PageError, also above ``max_bytes``.

    ``follow``: also if the path is a link.
    """
    try:
        with open_regular(path, follow=follow) as file:
            is_gzip = path.lower().endswith(".gz")
            body = (gzip.GzipFile(fileobj=file) if is_gzip else file).read(max_bytes + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise PageError("bad_encoding", f"damaged gzip: {error}") from None
    except OSError as error:
        raise PageError("unreadable", f"{error.strerror or error}; check the file and its permissions") from None
    if len(body) > max_bytes:
        raise PageError("too_large", f"more than {max_bytes:,} bytes; page_bytes in winnow.toml sets the limit")
    return body


def read_raw(path: str, place: str, max_bytes: int) -> bytes:
    """The bytes of a loose page, or of a record of an archive. Raises PageError if it is damaged or too large."""
    if not place:
        return read_body(path, max_bytes, follow=False)
    from ..warc.answers import read_answer  # here, because most runs have no archives

    answer = read_answer(path, place, max_bytes)
    if answer.outcome != "ok":
        raise PageError(answer.outcome, answer.detail)
    return answer.body
