"""The command `winnow`. Each command is a module here, loaded when it is called.

A new command is one line in ``COMMANDS``, and a module with a function, both of the same name. The docstring
of the function is its help, its return value the exit code; its errors for the user are WinnowErrors.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Sequence
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..errors import Stopped, WinnowError
from .terminal import note

if TYPE_CHECKING:
    from cyclopts import Group

COMMANDS = {  # a group of `winnow --help`, and what each of its commands does in a few words
    "Pages in, articles out": {
        "init": "Start a project: a folder with settings, raw/ and clean/.",
        "fetch": "Fetch pages, lists, feeds, sitemaps or sites into raw/.",
        "clean": "Clean one page: a file, an address or standard input.",
        "run": "Clean every new or changed page of raw/ into clean/.",
        "scrape": "Fetch pages, then clean them.",
    },
    "What became of them": {
        "ledger": "List the outcome of each page.",
        "report": "Write what a run did as an HTML page, with views of its pages.",
        "raw": "Show the stored raw page of an address.",
        "diff": "Show what differs between two clean folders, or two versions of a page.",
        "drift": "List sites whose pages have changed: a paywall, a new template, lost text.",
        "verify": "Check that every stored page is still as it was written.",
        "forget": "Leave out a page or a host from now on, and remove its clean files.",
        "export": "Write clean pages elsewhere, or as Parquet or JSON lines.",
    },
    "Teach it": {
        "site": "Draft or check site files, which hold the rules of a site.",
        "learn": "Count which lines repeat on each site, and show them.",
        "reclean": "Clean older pages again, with the cleaner and site memories of today.",
        "review": "Show the least certain passages one by one, and learn from your answers.",
        "golden": "Keep pages that must come out right, and check them.",
    },
    "Let it run by itself": {
        "serve": "Run what winnow.toml schedules, until Ctrl-C.",
        "ui": "Show runs in a browser, on Prefect's pages.",
    },
}

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_STOP_SECONDS = 9  # after a signal, in which a command must have stopped; the stores bear to be left at any moment

_HELP = """Raw web pages in, clean articles out, and every removed line explained.

For example:

    winnow clean page.html             the article of one page, as Markdown
    winnow clean page.html --explain   ... and what was removed, and why
    winnow run                         all pages of raw/ into clean/
    winnow scrape --from urls.txt      fetch pages into raw/, then clean them

`winnow COMMAND --help` shows its options, with examples.

Exit codes: 0 all well, 1 some pages failed, 2 wrong usage or settings,
3 a store cannot be used."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = run_command(list(sys.argv[1:] if arguments is None else arguments))
        for signum in _SIGNALS:  # all is done: a signal ends what is left of this process at once
            signal.signal(signum, signal.SIG_DFL)
    except Stopped as stopped:
        code = stopped.exit_code
    sys.exit(code)


def run_command(arguments: list[str]) -> int:
    """Run one command. Returns its exit code; an error is one sentence on stderr."""
    _use_utf8()
    os.environ["PYTHONSAFEPATH"] = "1"  # no process started from here imports modules from the working folder
    for signum in _SIGNALS:
        signal.signal(signum, _on_signal)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
        return code
    except WinnowError as error:
        note(str(error))
        return error.exit_code
    except Stopped as stopped:
        note("stopped; the same command goes on where this one ended")
        return stopped.exit_code
    except BrokenPipeError:  # the reader of our output has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO) or error.filename is not None:
            raise  # a bug: files of a store have errors of their own
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still in the buffer goes nowhere
        note(f"the output cannot be written: {error.strerror}; free some space, or name another file")
        return 3


def _dispatch(arguments: list[str]) -> int:
    from cyclopts import App, CycloptsError

    app = App(name="winnow", help=_HELP, help_format="markdown", version=_version)
    for number, (title, commands) in enumerate(COMMANDS.items()):
        group = _group(title, number)
        for position, (name, summary) in enumerate(commands.items()):
            # With a help text given here, the list of commands is shown without loading any of them.
            listed: dict[str, Any] = {"help": summary, "group": group, "sort_key": position}
            app.command(f"flows.cli.{name}:{name}", name=name, **({} if arguments[:1] == [name] else listed))
    app.register_install_completion_command()
    more = _group("More", len(COMMANDS))
    for flag in ("--help", "--version", "--install-completion"):
        app[flag].group = more
    try:
        code = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        command = [name for commands in COMMANDS.values() for name in commands if arguments[:1] == [name]]
        note(f"{error} See `{' '.join(['winnow', *command, '--help'])}`.")
        return 2
    return int(code or 0)


@cache
def _group(title: str, position: int) -> Group:
    """A group of `winnow --help`; one for the process, because a command that was loaded once keeps its group."""
    from cyclopts import Group

    return Group(title, sort_key=position)


def _version() -> str:
    from cleaners import __version__

    return f"winnow {__version__}"


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _on_signal(signum: int, _frame: FrameType | None) -> None:
    """The first signal stops in an orderly way, a second one at once; as does the time, if the first had no effect."""
    signal.signal(signum, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, lambda *_: os._exit(128 + signum))
    signal.alarm(_STOP_SECONDS)
    raise Stopped(signum)
