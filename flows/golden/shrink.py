"""The smallest page that shows a fault, in neutral words.

A page is only cut as far as it shows the same fault: the passage is still on the page,
the same voice still does the wrong with it, and something of the article is still kept
around it (else any line alone would do).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cleaners import CleanPage, Decision, PageRefused, clean

from ..errors import UsageProblem, WinnowError
from ..truth import ANYTHING, words_of
from .cases import read_case, refresh
from .drafts import Draft, draft_of
from .own import TRUTH, Statement
from .reduce import GivenUp, smallest
from .scrub import NEUTRAL_ADDRESS, Scrubber, plain_words_of

_AROUND = 30  # words that stay kept around the passage
_TRIES = 6000


@dataclass(frozen=True)
class Fault:
    """A passage that is lost although it must stay ("+"), or left in although it must go ("-")."""

    mark: str
    passage: str

    def told(self) -> str:
        return "must stay, and is lost" if self.mark == "+" else "must go, and is left in"


@dataclass(frozen=True)
class Shrunk:
    """What came of it. ``words`` stay because the fault hangs on them; ``done``: nothing more can go."""

    source: str
    origin: str
    fault: Fault
    decisions: tuple[Decision, ...]
    words: tuple[str, ...]
    tries: int
    done: bool
    version: str


def fault_of(body: bytes, url: str | None, statements: Sequence[Statement]) -> Fault:
    """The first statement that does not hold today. Raises UsageProblem when there is none."""
    if not statements:
        raise UsageProblem("say what is wrong: --must TEXT for what is lost, --must-not TEXT for what is left in")
    try:
        page = clean(body, url)
    except PageRefused as refused:
        raise UsageProblem(f"the page cannot be cleaned: {refused.outcome}: {refused.detail}") from None
    for mark, text in statements:
        fault = Fault(mark, text)
        if mark in "+-" and _wrong(page, fault):
            return fault
    raise UsageProblem("all that the page must and must not keep holds today: there is no fault to show")


def shrink_page(body: bytes, url: str | None, fault: Fault) -> Shrunk:
    """The page cut down and scrubbed. Raises WinnowError when the fault hangs on its very bytes."""
    page = clean(body, url)
    source = body.decode(page.provenance.charset, "replace")
    question = _Question(fault, page)
    draft = draft_of(source, page.page.origin)
    if not question.holds(draft.source(), fault.passage):
        raise WinnowError("the fault goes away when the page is written anew: it hangs on its bytes or its address")
    done = True
    try:
        draft.cut_down(lambda text: question.holds(text, fault.passage))
    except GivenUp:
        done = False
    words = _needed(draft, question, fault)
    scrubber = Scrubber(words)
    text, passage = draft.source(scrubber), scrubber.text(fault.passage)
    made = clean(text)
    return Shrunk(
        text, page.page.origin, Fault(fault.mark, passage), tuple(_about(made, passage)), tuple(words),
        question.tries, done, page.provenance.cleaner_version,
    )  # fmt: skip


def write_shrunk(folder: Path, shrunk: Shrunk) -> None:
    """Write the small page as a case, with a report beside it. Raises UsageProblem when the folder is taken."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageProblem(f"{folder} is there already; name another folder with --output, or delete it")
    folder.mkdir(parents=True, exist_ok=True)
    name = "page.html" if shrunk.origin == "html" else "page.txt"
    (folder / name).write_text(shrunk.source, "utf-8")
    (folder / "page.json").write_text(json.dumps({"url": None}, indent=2) + "\n", "utf-8")
    (folder / TRUTH).write_text(f"{shrunk.fault.mark} {shrunk.fault.passage}\n? {ANYTHING}\n", "utf-8")
    (folder / "report.md").write_text(_report(shrunk, name), "utf-8")
    refresh(read_case(folder))


@dataclass
class _Question:
    """Does a page still show the fault? Counts how often it was asked."""

    fault: Fault
    page: CleanPage
    tries: int = 0
    said: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.voices = {decision.voice for decision in _guilty(self.page, self.fault)}
        self.around = min(_AROUND, _kept_around(self.page, self.fault.passage))

    def holds(self, source: str, passage: str) -> bool:
        if source in self.said:
            return self.said[source]
        if self.tries >= _TRIES:
            raise GivenUp
        self.tries += 1
        fault = Fault(self.fault.mark, passage)
        try:
            page = clean(source)
        except PageRefused:
            return False
        shown = _wrong(page, fault) and _kept_around(page, passage) >= self.around
        self.said[source] = shown and bool(self.voices & {one.voice for one in _guilty(page, fault)})
        return self.said[source]


def _needed(draft: Draft, question: _Question, fault: Fault) -> list[str]:
    """The words that cannot be replaced without the fault going away.

    A passage that must go keeps its plain words: nobody could tell from neutral ones why it must.
    """
    plain = plain_words_of(fault.passage) if fault.mark == "-" else []

    def holds(kept: list[str]) -> bool:
        scrubber = Scrubber([*plain, *kept])
        return question.holds(draft.source(scrubber), scrubber.text(fault.passage))

    words = [word for word in draft.words() if word not in plain]
    try:
        if not holds(words):
            raise WinnowError("the fault hangs on an address in the page: it cannot be shown without it")
        return [*plain, *smallest(words, holds)]
    except GivenUp:
        return [*plain, *words]


def _wrong(page: CleanPage, fault: Fault) -> bool:
    wanted = words_of(fault.passage)
    stays = wanted in words_of(page.text)
    return not stays and wanted in words_of(page.page.text) if fault.mark == "+" else stays


def _about(page: CleanPage, passage: str) -> list[Decision]:
    """The decisions on the blocks in which the passage stands, or of which it is made."""
    wanted = words_of(passage)
    named = ((decision, words_of(decision.block.text)) for decision in page.decisions)
    return [one for one, words in named if words.strip() and (words in wanted or wanted in words)]


def _guilty(page: CleanPage, fault: Fault) -> list[Decision]:
    return [one for one in _about(page, fault.passage) if one.kept == (fault.mark == "-")]


def _kept_around(page: CleanPage, passage: str) -> int:
    about = {id(decision) for decision in _about(page, passage)}
    return sum(len(one.block.text.split()) for one in page.decisions if one.kept and id(one) not in about)


def _report(shrunk: Shrunk, name: str) -> str:
    """Markdown that can be sent as it is."""
    why = [f"- `{one.voice}` {'keeps' if one.kept else 'drops'} it: {one.reason}" for one in shrunk.decisions]
    stay = f"\nWords that are the page's own: {', '.join(shrunk.words)}.\n" if shrunk.words else ""
    what = "is lost, and must stay" if shrunk.fault.mark == "+" else "is left in, and must go"
    fence = "html" if shrunk.origin == "html" else "text"
    return (
        f"A passage {what} (winnow {shrunk.version}).\n\n> {shrunk.fault.passage}\n\n" + "\n".join(why) + "\n"
        f"{stay}\nTo see it: `winnow clean {name} --explain --alone`, with this page as `{name}`"
        f" (words and addresses are neutral ones, as in {NEUTRAL_ADDRESS}):\n\n"
        f"````{fence}\n{shrunk.source.rstrip()}\n````\n"
    )
