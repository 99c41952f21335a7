"""Where clean files lie: a folder, or any address that fsspec knows. A file is there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from ..errors import StoreProblem, UsageProblem
from ..store.clean import KEEPING, cannot_write, files_in

_LOCAL = ("file", "local")
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*):/{1,3}(.*)", re.S)  # Path() folds the slashes into one
_MADE_BY = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}
_OTHER_ERRORS = (("botocore.exceptions", "BotoCoreError"), ("aiohttp", "ClientError"))


class Place(Protocol):
    """Somewhere that holds files by name. ``told`` is what to call it; all methods raise StoreProblem."""

    told: str

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

    def sizes(self) -> dict[str, int]:
        """Every file by name with its bytes; what the store keeps for itself is not among them."""


def split_address(text: str) -> tuple[str, str]:
    """(protocol, rest) of a store's address; ("", the path) of a folder on this machine."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        return "", text
    if match[1] in _LOCAL:
        return "", "/" + match[2]
    return match[1], match[2].strip("/")


def state_folder(state: Path, protocol: str, rest: str) -> Path:
    """Where the ledger of a store that lies elsewhere is kept on this machine."""
    address = f"{protocol}://{rest}"
    slug = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-")[:60]
    return state / f"{slug}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def place_at(folder: Path, url: str = "") -> Place:
    """The place at ``url``, with ``folder`` for what must lie on this machine; without an url, the folder."""
    return ElsewherePlace(url, folder) if url else Folder(folder)


class Folder:
    """A folder on this machine."""

    def __init__(self, root: Path) -> None:
        self.root, self.told = root, str(root)

    def scratch(self, name: str) -> Path:
        return self.root / f".{name[-60:]}.{os.getpid()}.tmp-winnow"

    def put(self, name: str, scratch: Path) -> None:
        try:
            with open(scratch, "rb") as file:
                os.fsync(file.fileno())
            os.rename(scratch, self.root / name)
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

    def sizes(self) -> dict[str, int]:
        return {
            os.path.relpath(entry.path, self.root).replace(os.sep, "/"): entry.stat(follow_symlinks=False).st_size
            for entry in files_in(self.root)
        }


class ElsewherePlace:
    """An address that fsspec knows, such as s3://bucket/articles. An object appears when it is whole."""

    def __init__(self, url: str, folder: Path) -> None:
        self.told, self._folder = url, folder
        self._protocol, self._rest = split_address(url)

    @cached_property
    def _files(self) -> Any:
        import fsspec

        try:
            return fsspec.filesystem(self._protocol)
        except ImportError:
            extra = _MADE_BY.get(self._protocol, "the package that fsspec names")
            raise UsageProblem(f"{self.told} needs {extra}: pip install {extra}") from None
        except ValueError:
            raise UsageProblem(f"{self.told}: no kind of store is called {self._protocol}://") from None

    def _path(self, name: str) -> str:
        return f"{self._rest}/{name}" if self._rest else name

    def scratch(self, name: str) -> Path:
        return self._folder / KEEPING / f"{os.getpid()}-{name[-60:]}.tmp-winnow"

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

    def sizes(self) -> dict[str, int]:
        with self._told_plainly("listed in"):
            self._files.invalidate_cache()
            try:
                found = self._files.find(self._rest, detail=True)
            except FileNotFoundError:
                return {}
        names = {path.lstrip("/").removeprefix(self._rest).lstrip("/"): info["size"] for path, info in found.items()}
        return {name: size for name, size in names.items() if not name.startswith(f"{KEEPING}/")}

    @contextlib.contextmanager
    def _told_plainly(self, what: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except _errors() as error:
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
