"""`winnow review`: the least certain passages, one by one."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from ..errors import UsageError
from .terminal import Paint, cut, note, printable, width

if TYPE_CHECKING:
    from ..review import Passage, Proposal, Session
    from .keys import Keys

_LINES, _CHANGES = 12, 5  # lines of a passage, and passages elsewhere, that are shown


def review(
    site: str | None = None,
    /,
    *,
    list: Annotated[bool, Parameter(negative=())] = False,
    raw: Path | None = None,
    clean: Path | None = None,
    golden: Path | None = None,
    sites: Path | None = None,
) -> int:
    """Show the passages that the cleaner is least certain of, one by one, and learn from your answers.

    Keys: k keep, d drop, s skip (do not ask again), u undo, q quit. Each answer becomes a line in
    the site's file, sites/HOST.toml, and a golden case; what else it would change on the site's pages
    is shown first. The same command continues where the last one ended.

    For example:

        winnow review
        winnow review www.example.com
        winnow review --list | head

    Parameters
    ----------
    site
        Only passages of this site.
    list
        Write the passages as lines of JSON instead, and ask nothing.
    raw
        The folder of raw pages (default: raw, or what winnow.toml says).
    clean
        The folder of clean pages (default: clean, or what winnow.toml says).
    golden
        The folder of golden cases (default: golden, or what winnow.toml says).
    sites
        The folder of site files (default: sites, or what winnow.toml says).
    """
    from ..review import Folders, Journal, PageSource, Session
    from ..settings import load_settings
    from ..store.ledger import open_ledger

    settings = load_settings(raw=raw, clean=clean, golden=golden, sites=sites)
    folders = Folders(settings.raw, settings.sites, settings.golden)
    with open_ledger(settings.clean) as ledger:
        session = Session(PageSource(ledger, settings.raw, settings.clean), folders, Journal(settings.clean))
        todo = session.unanswered(site or "")
        if not list:
            return _Dialogue(session, todo).run()
        sys.stdout.writelines(one.to_json() + "\n" for one in todo)
        return 0


@dataclass
class _Dialogue:
    """Questions and answers. All of it goes to standard error; what was written comes on standard output at the end."""

    session: Session
    todo: Sequence[Passage]
    at: int = 0
    written: set[str] = field(default_factory=set)
    paint: Paint = field(default_factory=lambda: Paint(sys.stderr))

    def run(self) -> int:
        from .keys import keys

        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError("a review needs a terminal; `winnow review --list` writes the passages without one")
        if not self.todo:
            note("there is no passage to ask about: the others are certain enough, or answered")
            return 0
        try:
            with keys() as pressed:
                while self._next() and self._ask(pressed, self.todo[self.at]):
                    pass
            self._say("")
            note("that was all for now" if self.at == len(self.todo) else f"{len(self.todo) - self.at:,} left")
        finally:
            sys.stdout.writelines(f"{path}\n" for path in sorted(self.written))
            sys.stdout.flush()
        return 0

    def _next(self) -> bool:
        """Go to the next passage that no site file names by now; whether there is one."""
        while self.at < len(self.todo) and self.session.is_settled(self.todo[self.at]):
            self.at += 1
        return self.at < len(self.todo)

    def _ask(self, pressed: Keys, passage: Passage) -> bool:
        """One question; whether to go on."""
        self._say(*_shown(passage, self.at + 1, len(self.todo), self.paint))
        key = pressed.one_of("kdsuq")
        if key == "u":
            self._undo()
        elif key == "s":
            self.session.skip(passage)
            self._say("skipped")
            self.at += 1
        elif key in "kd":
            self._answer(pressed, passage, "keep" if key == "k" else "drop")
        return key != "q"

    def _answer(self, pressed: Keys, passage: Passage, answer: str) -> None:
        proposal = self.session.propose(passage, answer)
        self._say(*_preview(proposal, self.paint))
        if proposal.elsewhere:
            self._say("[y]es, that is right   [n]o")
            if pressed.one_of("ynq") != "y":
                self._say("nothing was written")
                return
        self._say(*(f"this does not hold even so: {fault}" for fault in self.session.accept(proposal)))
        last = self.session.journal.answers[-1]
        self.written |= {last.file, str(self.session.folders.golden / last.case)}
        self._say(self.paint("kept" if answer == "keep" else "dropped", "green"))
        self.at += 1

    def _undo(self) -> None:
        last = self.session.take_back()
        if last is None:
            self._say("there is nothing to undo")
            return
        self._say(f"undone: {last.answer}" + (f", {cut(last.value, 50)}" if last.value else ""))
        places = [at for at, one in enumerate(self.todo) if one.key == last.key]
        self.at = places[0] if places else self.at

    def _say(self, *lines: str) -> None:
        sys.stderr.writelines(f"{line}\n" for line in lines)
        sys.stderr.flush()


def _shown(passage: Passage, number: int, of: int, paint: Paint) -> Iterator[str]:
    columns = width()
    yield ""
    yield paint(cut(f"{number} of {of} | {passage.site} | {passage.title}", columns), "bold")
    fate = "kept" if passage.kept else "dropped"
    sure = f"{fate} by {passage.decided_by}, {passage.confidence:.0%} sure: {passage.reason}"
    yield from (paint(line, "dim") for line in textwrap.wrap(printable(sure), columns))
    yield ""
    yield paint(f"    {cut(passage.above or '(the page begins)', columns - 4)}", "dim")
    lines = textwrap.wrap(printable(passage.text), columns - 4) or [""]
    yield from (paint(f"  > {line}", "green" if passage.kept else "red") for line in lines[:_LINES])
    if len(lines) > _LINES:
        yield f"    ... and {len(lines) - _LINES} lines more"
    yield paint(f"    {cut(passage.below or '(the page ends)', columns - 4)}", "dim")
    yield ""
    yield "[k]eep  [d]rop  [s]kip  [u]ndo  [q]uit"


def _preview(proposal: Proposal, paint: Paint) -> Iterator[str]:
    """The line that would be written, and what else it changes."""
    columns = width()
    yield cut(f'{proposal.file}: {proposal.name} "{proposal.value}"', columns)
    pages = f"{proposal.looked_at:,} of the site's {proposal.pages:,} pages in raw/"
    if not proposal.elsewhere:
        yield f"changes nothing else on {pages}"
        return
    count = len(proposal.elsewhere)
    yield paint(f"would also change {count:,} passage{'s' * (count > 1)} on {pages}:", "yellow")
    for one in proposal.elsewhere[:_CHANGES]:
        yield f"  {'+' if one.kept else '-'} {cut(f'{one.text} ({one.raw})', columns - 4)}"
    if len(proposal.elsewhere) > _CHANGES:
        yield f"  ... and {len(proposal.elsewhere) - _CHANGES:,} more"
