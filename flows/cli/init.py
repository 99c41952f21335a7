"""`winnow init`: start a project in a folder of its own."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import as_file, files
from pathlib import Path
from shlex import quote

from ..errors import StoreError, UsageError
from ..settings import SETTINGS_FILE

_GITIGNORE = "/clean/\n/.winnow/\n/raw/*/*.warc.gz\n"


def init(folder: Path = Path("."), /) -> int:
    """Start a project: a folder with winnow.toml, raw/ with a sample page, clean/ and .gitignore.

    Files that are there stay as they are.

    For example:

        winnow init articles
        cd articles && winnow run

    Parameters
    ----------
    folder
        The folder of the project; it is made if it does not exist.
    """
    if (folder / SETTINGS_FILE).exists():
        raise UsageError(f"{folder} is a project already: it has a {SETTINGS_FILE}")
    try:
        (folder / "clean").mkdir(parents=True, exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(_GITIGNORE)
        with as_file(files("flows") / "starter") as starter:
            has_pages = (folder / "raw").exists()
            ignore = shutil.ignore_patterns("raw") if has_pages else None
            shutil.copytree(starter, folder, ignore=ignore, dirs_exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made a project: {error.strerror or error}; name another folder") from None
    pages = "the pages of raw/" if has_pages else "the sample page in raw/"
    enter = "" if folder.resolve() == Path.cwd() else f"cd {quote(str(folder))} && "
    sys.stdout.write(f"`{enter}winnow run` cleans {pages}; {SETTINGS_FILE} holds the settings\n")
    return 0
