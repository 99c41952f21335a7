"""The clean store: where the files of a page are, and files that are either complete or not there."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from ..errors import StoreError

STATE_DIR = ".winnow"  # the folder inside the store that holds the ledger and the lock
SUFFIXES = (".md", ".json")
_TEMPORARY = ".tmp-winnow"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
_MAX_SLUG, _MAX_HOST = 80, 120  # characters
_SHORT_DIGITS, _LONG_DIGITS = 12, 32  # hex digits, 4 bits each


def page_id(url: str, raw: str) -> str:
    """The identity of a page: its address, or its path in raw/ where it has none."""
    if not url:
        return "raw:" + raw
    try:
        parts = urlsplit(url)
    except ValueError:  # no address, such as http://[::1
        return url
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))


def target_of(url: str, raw: str, *, long: bool = False) -> str:
    """The path of a page's files in the clean store, without a suffix: host/slug-<12 hex>.

    Valid on any file system: lower-case ASCII, no reserved names. No address gives a path outside the
    store. The digits distinguish pages whose names are alike. ``long``: 32 digits, for a page whose short name is
    that of another (`names.keep_apart`).
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] if url else (raw.split("/")[0] if "/" in raw else "local")
    path = unquote(parts.path) if url else raw.removesuffix(".gz")
    segments = [part for part in path.split("/") if part]
    slug = _plain(os.path.splitext(segments[-1])[0] if segments else "index", "-")[:_MAX_SLUG].strip("-")
    digits = hashlib.sha256(page_id(url, raw).encode("utf-8", "surrogatepass")).hexdigest()
    digits = digits[: _LONG_DIGITS if long else _SHORT_DIGITS]
    return f"{host_folder(host)}/{slug or 'page'}-{digits}"


@lru_cache(4096)
def host_folder(host: str) -> str:
    """The folder of a host, in raw/ and in clean/."""
    name = _plain(host, ".-")[:_MAX_HOST].strip(".-") or "local"
    return "_" + name if _RESERVED.match(name) else name


def _plain(text: str, allowed: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    ascii_only = "".join(char for char in folded if not unicodedata.combining(char))
    return re.sub(rf"[^a-z0-9{re.escape(allowed)}]+", "-", ascii_only)


def open_store(root: Path, pages: str = "clean") -> None:
    """Make a store of "clean" or "raw" pages if it is not there. Raises StoreError when it cannot be written to."""
    probe = root / STATE_DIR / f"probe-{os.getpid()}{_TEMPORARY}"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.unlink(missing_ok=True)  # a link that somebody put there is removed, its target is not touched
        write_new(os.fspath(probe), b"winnow" * 1000, durable=False)
        probe.unlink()
    except OSError as error:
        raise write_error(root, error, pages) from None


def write_error(root: Path, error: OSError, pages: str = "clean") -> StoreError:
    """The error for a store of "clean" or "raw" pages that cannot be written to, with what to do."""
    advice = {
        errno.ENOSPC: "free some space, then run again",
        errno.EDQUOT: "free some space, then run again",
        errno.EROFS: "it is mounted read-only",
        errno.EACCES: "check its permissions",
        errno.EPERM: "check its permissions",
    }.get(error.errno or 0, f"name another folder with --{pages}")
    return StoreError(f"{pages} pages cannot be written to {root}: {error.strerror or error}; {advice}")


def files_in(root: Path) -> Iterator[os.DirEntry[str]]:
    """The files of the store; not those in the ledger's folder. No link is followed."""
    folders = [os.fspath(root)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != STATE_DIR:
                        folders.append(entry.path)
                else:
                    yield entry


def has_both_files(root: str, target: str) -> bool:
    """Whether both files of a page are there."""
    return all(os.path.lexists(os.path.join(root, target + suffix)) for suffix in SUFFIXES)


def has_content(path: str, content: bytes) -> bool:
    """Whether a file contains exactly these bytes."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    with open(handle, "rb", buffering=0) as file:
        return os.fstat(handle).st_size == len(content) and file.read(len(content) + 1) == content


def write_new(path: str, content: bytes, *, durable: bool) -> None:
    """Write a file completely, or not at all; ``durable``: it is on the disk on return. Raises OSError."""
    handle = os.open(path, _WRITE, 0o666)
    try:
        unwritten = memoryview(content)
        while unwritten:
            unwritten = unwritten[os.write(handle, unwritten) :]
        if durable:
            os.fsync(handle)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise
    finally:
        os.close(handle)


def replace_file(path: str, content: bytes) -> None:
    """Write a file so that there is always the old one or the new one, even after a power failure. Raises OSError."""
    if has_content(path, content):
        return
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[-60:]}.{os.getpid()}{_TEMPORARY}")
    write_new(temporary, content, durable=True)
    try:
        os.rename(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def remove_page(root: Path | str, target: str) -> None:
    """Remove both files of a page from the store, if they are there."""
    for suffix in SUFFIXES:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            os.unlink(os.path.join(root, target + suffix))
