"""Where clean files lie: a folder, or any address that fsspec knows. A file is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import quote, unquote

from ..errors import StoreProblem, UsageProblem
from ..store.clean import KEEPING, cannot_write, files_in

_LOCAL = ("file", "local")
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/{1,3}(.*)", re.S)  # Path() folds the slashes into one
_SCRATCH = ".scratch"
_ELSEWHERE = Path(".winnow") / "elsewhere"
_MADE_BY = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}
_OTHER_ERRORS = (("botocore.exceptions", "BotoCoreError"), ("aiohttp", "ClientError"))


class Place(Protocol):
    """Somewhere that holds files by name. ``told`` is what to call it; all methods raise StoreProblem."""

    told: str

    def check(self) -> None:
        """See whether it can be written to, before there is anything to write."""

    def scratch(self, name: str) -> Path:
        """A path to write the file at before it is put in its place."""

    def put(self, name: str, scratch: Path) -> None:
        """Move a finished file from its scratch path to its place, whole; what was there before is replaced."""

    def write(self, name: str, content: bytes) -> None:
        """Put a small file in its place, whole."""

    def open(self, name: str) -> BinaryIO:
        """The file, to be read. Raises FileNotFoundError."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    def names(self) -> Iterator[str]:
        """Every file; what the store keeps for itself is not among them."""

    def sizes(self) -> dict[str, int]:
        """Every file at the top of the store by name, with its bytes."""


def on_this_machine(store: Path) -> Path:
    """The folder that stands for a clean store here: itself, or for an address such as s3://bucket/articles
    one in the current folder that holds the ledger and the lock. Its name says the address."""
    match = _ADDRESS.fullmatch(os.fspath(store))
    if not match:
        return store
    if match[1] in _LOCAL:
        return Path("/" + match[2])
    return _ELSEWHERE / quote(f"{match[1]}://{match[2].strip('/')}", safe="")


def address_of(folder: Path) -> str:
    """The address that such a folder stands for; "" if the store is the folder itself."""
    return unquote(folder.name) if folder.parts[-3:-1] == _ELSEWHERE.parts else ""


def told(folder: Path) -> str:
    """What to call a store to a person."""
    return address_of(folder) or str(folder)


def place_at(folder: Path) -> Place:
    """The place of the clean files of the store that a folder is or stands for."""
    url = address_of(folder)
    return ElsewherePlace(url, folder) if url else Folder(folder)


def scratch_path(folder: Path, name: str) -> Path:
    """Where a file is written before it is put in its place; `tidy` finds it if a run is killed."""
    return folder / KEEPING / f"{os.getpid()}-{name.replace('/', '-')[-60:]}{_SCRATCH}"


def tidy(folder: Path) -> None:
    """Remove what a run that was killed left half-written. Needs the store's lock."""
    for path in (folder / KEEPING).glob(f"*{_SCRATCH}"):
        path.unlink(missing_ok=True)


class Folder:
    """A folder on this machine."""

    def __init__(self, root: Path) -> None:
        self.root, self.told = root, str(root)

    def check(self) -> None:
        """Nothing: `open_store` has seen to it."""

    def scratch(self, name: str) -> Path:
        return scratch_path(self.root, name)

    def put(self, name: str, scratch: Path) -> None:
        try:
            with open(scratch, "rb") as file:
                os.fsync(file.fileno())
            os.rename(scratch, self.root / name)
            folder = os.open(self.root, os.O_RDONLY)
            try:
                os.fsync(folder)  # or a power cut takes the new name back
            finally:
                os.close(folder)
        except OSError as error:
            raise StoreProblem(cannot_write(self.root, error)) from None

    def write(self, name: str, content: bytes) -> None:
        scratch = self.scratch(name)
        try:
            scratch.write_bytes(content)
        except OSError as error:
            raise StoreProblem(cannot_write(self.root, error)) from None
        self.put(name, scratch)

    def open(self, name: str) -> BinaryIO:
        return open(self.root / name, "rb")

    def remove(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.root / name)

    def names(self) -> Iterator[str]:
        for entry in files_in(self.root):
            yield os.path.relpath(entry.path, self.root).replace(os.sep, "/")

    def sizes(self) -> dict[str, int]:
        with os.scandir(self.root) as entries:
            files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
            return {entry.name: entry.stat().st_size for entry in files}


class ElsewherePlace:
    """An address that fsspec knows, such as s3://bucket/articles. An object appears when it is whole."""

    def __init__(self, url: str, folder: Path) -> None:
        self.told, self._folder = url, folder
        self._protocol, _, self._rest = url.partition("://")

    @cached_property
    def _files(self) -> Any:
        try:
            import fsspec

            return fsspec.filesystem(self._protocol)
        except ImportError:
            needed = _MADE_BY.get(self._protocol, "a package for fsspec that knows it")
            raise UsageProblem(f"{self.told} needs {needed}: pip install {needed}") from None
        except ValueError:
            raise UsageProblem(f"{self.told}: no kind of store is called {self._protocol}://") from None

    def _path(self, name: str) -> str:
        return f"{self._rest}/{name}" if self._rest else name

    def check(self) -> None:
        probe = f"{KEEPING}/probe-{os.getpid()}"
        self.write(probe, b"winnow")
        self.remove(probe)

    def scratch(self, name: str) -> Path:
        return scratch_path(self._folder, name)

    def put(self, name: str, scratch: Path) -> None:
        with self._told_plainly("written to"):
            self._files.put_file(os.fspath(scratch), self._path(name))
        scratch.unlink()

    def write(self, name: str, content: bytes) -> None:
        with self._told_plainly("written to"):
            self._files.pipe_file(self._path(name), content)

    def open(self, name: str) -> BinaryIO:
        with self._told_plainly("read from"):
            file: BinaryIO = self._files.open(self._path(name), "rb")
            return file

    def remove(self, name: str) -> None:
        with self._told_plainly("removed from"), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def names(self) -> Iterator[str]:
        yield from (name for name in self._found() if not name.startswith(f"{KEEPING}/"))

    def sizes(self) -> dict[str, int]:
        return {name: size for name, size in self._found().items() if "/" not in name}

    def _found(self) -> dict[str, int]:
        with self._told_plainly("listed in"):
            self._files.invalidate_cache()
            try:
                found = self._files.find(self._rest, detail=True)
            except FileNotFoundError:
                return {}
        return {path.lstrip("/").removeprefix(self._rest).lstrip("/"): info["size"] for path, info in found.items()}

    @contextlib.contextmanager
    def _told_plainly(self, what: str) -> Iterator[None]:
        try:
            yield
        except _errors() as error:
            if isinstance(error, FileNotFoundError) and what == "read from":
                raise
            raise StoreProblem(
                f"clean pages cannot be {what} {self.told}: {str(error)[:200]}; see to the address, the network "
                "and the permissions, then run again"
            ) from None


def _errors() -> tuple[type[Exception], ...]:
    """What the libraries behind fsspec raise beside OSError."""
    found: list[type[Exception]] = [OSError]
    for module, name in _OTHER_ERRORS:
        with contextlib.suppress(ImportError):
            found.append(getattr(import_module(module), name))
    return tuple(found)
