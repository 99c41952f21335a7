"""The destination of an export: a folder, or any address that fsspec supports. A file is complete or not there."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from ..errors import StoreError, UsageError
from ..safe_text import one_line
from ..store.clean import STATE_DIR
from ..store.ledger import FILE
from ..store.lock import locked
from ..store.staging import FOLDER, Stage, commit, remove_leftovers

Content = bytes | Path  # of a file to export: in memory, or a finished file in the scratch folder
_MANIFEST = f"{STATE_DIR}/export.json"
_MAX_UPLOADS = 8  # at the same time
_PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs"}
_OTHER_ERRORS = (("botocore.exceptions", "BotoCoreError"), ("aiohttp", "ClientError"))


class Destination:
    """A folder, or an address such as s3://bucket/dataset. ``shown`` is its name in messages.

    Raises UsageError for an address that no installed package supports, and for a clean store.
    """

    def __init__(self, out: str) -> None:
        self.shown = out
        protocol, is_address, rest = out.partition("://")
        self._is_folder = not is_address or protocol in ("file", "local")
        self._root = os.path.abspath(rest if is_address else out) if self._is_folder else rest.strip("/")
        self._files = _file_system("file" if self._is_folder else protocol, out)
        if self._is_folder and os.path.exists(os.path.join(self._root, STATE_DIR, FILE)):
            raise UsageError(f"{out} is a clean store with a ledger; name another place to export to")

    @contextlib.contextmanager
    def opened(self) -> Iterator[Path]:
        """Lock the destination if it is a folder; yields a scratch folder.

        Raises StoreError when the destination cannot be used, also for errors inside the block.
        """
        try:
            with contextlib.ExitStack() as stack:
                if self._is_folder:
                    (Path(self._root) / STATE_DIR / FOLDER).mkdir(parents=True, exist_ok=True)
                    stack.enter_context(locked(Path(self._root), "winnow export", wait=True))
                    remove_leftovers(Path(self._root))
                    yield Path(self._root) / STATE_DIR / FOLDER
                else:
                    yield Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="winnow-")))
        except _errors() as error:
            raise StoreError(
                f"pages cannot be exported to {self.shown}: {getattr(error, 'strerror', None) or str(error)[:200]}; "
                "check the address, its free space, the network and the permissions, then export again"
            ) from None

    def manifest(self) -> dict[str, str]:
        """The files of the last export by name, with their sha256 digests."""
        try:
            return dict(json.loads(self._files.cat_file(self._path(_MANIFEST))))
        except (FileNotFoundError, ValueError, TypeError, RecursionError):
            return {}

    def write_manifest(self, digests: Mapping[str, str]) -> None:
        """Record the files of this export by name; a digest is "" while the file may be of any version."""
        self.put({_MANIFEST: json.dumps(digests, indent=0, sort_keys=True).encode()})

    def names(self) -> set[str]:
        """The names of all files in the destination."""
        self._files.invalidate_cache()
        root = self._root.lstrip("/")
        try:
            return {path.lstrip("/").removeprefix(root).lstrip("/") for path in self._files.find(self._root)}
        except FileNotFoundError:
            return set()

    def put(self, contents: Mapping[str, Content]) -> None:
        """Write files by name. Files of the scratch folder are moved or removed."""
        if self._is_folder:
            stage, staged = Stage(self._root, "export"), list[tuple[str, str]]()
            for name, content in contents.items():
                staged += stage.write(name, {"": content}) if isinstance(content, bytes) else [(content.name, name)]
            commit(self._root, staged)
            return
        with ThreadPoolExecutor(_MAX_UPLOADS, thread_name_prefix="upload") as threads:
            list(threads.map(self._upload, contents.items()))

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))
        if self._is_folder and "/" in name:
            with contextlib.suppress(OSError):  # it holds other files
                os.rmdir(os.path.dirname(self._path(name)))

    def _upload(self, file: tuple[str, Content]) -> None:
        name, content = file
        if isinstance(content, bytes):
            self._files.pipe_file(self._path(name), content)
        else:
            self._files.put_file(os.fspath(content), self._path(name))
            content.unlink()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root else name


def _file_system(protocol: str, out: str) -> Any:
    try:
        import fsspec

        kind = fsspec.get_filesystem_class(protocol)
    except ImportError:
        package = _PACKAGES.get(protocol, "a package for fsspec that supports it")
        raise UsageError(f"{out} needs {package}: pip install {package}") from None
    except ValueError:
        raise UsageError(f"{out}: no kind of store is called {protocol}://") from None
    _, *parameters = signature(kind.__init__).parameters.values()
    if missing := [each.name for each in parameters if each.default is each.empty and each.kind < each.VAR_POSITIONAL]:
        problem = f"{protocol}:// needs {', '.join(missing)} besides, which winnow cannot give"
        raise UsageError(f"{out}: {problem}; export to a folder, and copy that")
    try:
        return kind()
    except (OSError, ValueError, TypeError) as error:
        raise UsageError(f"{out}: {protocol}:// cannot be used: {one_line(str(error))[:200]}") from None


def _errors() -> tuple[type[Exception], ...]:
    """OSError, and what the installed packages behind fsspec raise besides."""
    errors: list[type[Exception]] = [OSError]
    for module, name in _OTHER_ERRORS:
        with contextlib.suppress(ImportError):
            errors.append(getattr(import_module(module), name))
    return tuple(errors)
