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
from ..views.labelers import name_in_sentence
from .terminal import Paint, cut, note, printable, width

if TYPE_CHECKING:
    from ..review import AnswerPreview, Session, UncertainPassage
    from .keys import Keys

_MAX_LINES, _MAX_SIDE_EFFECTS = 12, 5  # shown of a passage, and of the passages that an answer would also change


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
        passages = session.unanswered(site or "")
        if not list:
            return _Dialogue(session, passages).run()
        sys.stdout.writelines(passage.to_json() + "\n" for passage in passages)
        return 0


@dataclass
class _Dialogue:
    """Questions and answers, on standard error. The paths of written files go to standard output at the end."""

    session: Session
    passages: Sequence[UncertainPassage]
    index: int = 0
    written: set[str] = field(default_factory=set)
    paint: Paint = field(default_factory=lambda: Paint(sys.stderr))

    def run(self) -> int:
        from .keys import keys

        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise UsageError("a review needs a terminal; `winnow review --list` writes the passages without one")
        if not self.passages:
            note("there is no passage to ask about: the others are certain enough, or answered")
            return 0
        try:
            with keys() as keyboard:
                while self._next() and self._ask(keyboard, self.passages[self.index]):
                    pass
            self._print("")
            left = len(self.passages) - self.index
            note(f"{left:,} left" if left else "that was all for now")
        finally:
            sys.stdout.writelines(f"{path}\n" for path in sorted(self.written) if Path(path).exists())
            sys.stdout.flush()
        return 0

    def _next(self) -> bool:
        """Go to the next passage that no line of a site file matches; returns whether there is one."""
        while self.index < len(self.passages) and self.session.is_in_site_file(self.passages[self.index]):
            self.index += 1
        return self.index < len(self.passages)

    def _ask(self, keyboard: Keys, passage: UncertainPassage) -> bool:
        """Ask about one passage; returns whether to continue."""
        self._print(*_question(passage, self.index + 1, len(self.passages), self.paint))
        key = keyboard.wait_for("kdsuq")
        if key == "u":
            self._undo()
        elif key == "s":
            self.session.skip(passage)
            self._print("skipped")
            self.index += 1
        elif key in "kd":
            self._answer(keyboard, passage, "keep" if key == "k" else "drop")
        return key != "q"

    def _answer(self, keyboard: Keys, passage: UncertainPassage, answer: str) -> None:
        preview = self.session.preview(passage, answer)
        self._print(*_preview_lines(preview, self.paint))
        if preview.side_effects:
            self._print("[y]es, that is right   [n]o")
            if keyboard.wait_for("ynq") != "y":
                self._print("nothing was written")
                return
        self._print(*(f"the golden case still has a fault: {fault}" for fault in self.session.accept(preview)))
        last = self.session.journal.answers[-1]
        self.written |= {last.file, str(self.session.folders.golden / last.case)}
        self._print(self.paint("kept" if answer == "keep" else "dropped", "green"))
        self.index += 1

    def _undo(self) -> None:
        last = self.session.undo()
        if last is None:
            self._print("there is nothing to undo")
            return
        self._print(f"undone: {last.answer}" + (f", {cut(last.value, 50)}" if last.value else ""))
        keys = [passage.key for passage in self.passages]
        self.index = keys.index(last.key) if last.key in keys else self.index

    def _print(self, *lines: str) -> None:
        sys.stderr.writelines(f"{line}\n" for line in lines)
        sys.stderr.flush()


def _question(passage: UncertainPassage, number: int, total: int, paint: Paint) -> Iterator[str]:
    columns = width()
    yield ""
    yield paint(cut(f"{number} of {total} | {passage.site} | {passage.title}", columns), "bold")
    decision = f"{'kept' if passage.kept else 'dropped'} by {name_in_sentence(passage.decided_by)}"
    text = f"{decision}, {passage.confidence:.0%} sure: {passage.reason}"
    yield from (paint(line, "dim") for line in textwrap.wrap(printable(text), columns))
    yield ""
    yield paint(f"    {cut(passage.above or '(the page begins)', columns - 4)}", "dim")
    lines = textwrap.wrap(printable(passage.text), columns - 4) or [""]
    yield from (paint(f"  > {line}", "green" if passage.kept else "red") for line in lines[:_MAX_LINES])
    if len(lines) > _MAX_LINES:
        yield f"    ... and {len(lines) - _MAX_LINES} more lines"
    yield paint(f"    {cut(passage.below or '(the page ends)', columns - 4)}", "dim")
    yield ""
    yield "[k]eep  [d]rop  [s]kip  [u]ndo  [q]uit"


def _preview_lines(preview: AnswerPreview, paint: Paint) -> Iterator[str]:
    """The line that would be written, and what else it would change."""
    columns = width()
    yield cut(f'{preview.file}: {preview.name} "{preview.value}"', columns)
    pages = f"{preview.pages_checked:,} of the site's {preview.pages:,} pages in raw/"
    if not preview.side_effects:
        yield f"changes nothing else on {pages}"
        return
    count = len(preview.side_effects)
    yield paint(f"would also change {count:,} passage{'s' * (count > 1)} on {pages}:", "yellow")
    for effect in preview.side_effects[:_MAX_SIDE_EFFECTS]:
        yield f"  {'+' if effect.kept else '-'} {cut(f'{effect.text} ({effect.raw})', columns - 4)}"
    if count > _MAX_SIDE_EFFECTS:
        yield f"  ... and {count - _MAX_SIDE_EFFECTS:,} more"
