"""The page in order: neighbours with one fate and one reason as one passage, and the filters over them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from .shell import VOICES, foreign, percent, text, voice_class

UNSURE = 0.75  # a decision less certain than this is marked

VOICE_NAMES = {
    "site": "what the site says of itself",
    "rules": "certain rules",
    "memory": "repeated on the site",
    "completion": "follows from its neighbours",
    "learned": "the learned judge",
}
_OTHER = "others"
_SCRAP = 40  # characters
_MOST_EVIDENCE = 3  # pieces of evidence shown for one passage


@dataclass(frozen=True)
class Passage:
    """Neighbouring decisions with one fate, voice and reason. ``number`` counts passages from 1."""

    number: int
    decisions: Sequence[Mapping[str, Any]]
    voice_number: int  # of all voices of the page, for the filters

    @property
    def kept(self) -> bool:
        return bool(self.decisions[0]["kept"])

    @property
    def voice(self) -> str:
        return str(self.decisions[0]["voice"])

    @property
    def reason(self) -> str:
        return str(self.decisions[0]["reason"])

    @cached_property
    def words(self) -> int:
        return sum(len(str(one["text"]).split()) for one in self.decisions)

    @cached_property
    def confidence(self) -> float:
        """That of the least certain decision."""
        return min(float(one["confidence"]) for one in self.decisions)

    @property
    def unsure(self) -> bool:
        return self.confidence < UNSURE

    @property
    def of_scraps(self) -> bool:
        """Whether it is a menu or the like: many short pieces, best set one after the other."""
        longest = max(len(str(one["text"])) for one in self.decisions)
        return not self.kept and len(self.decisions) > 2 and longest <= _SCRAP

    @property
    def group(self) -> str:
        """The voice without its rule: "rules.share" is of "rules"."""
        return self.voice.partition(".")[0]


def passages_of(decisions: Sequence[Mapping[str, Any]]) -> list[Passage]:
    """The passages of a page, kept and removed, in page order."""
    voices: dict[str, int] = {}
    found: list[Passage] = []
    for _, run in groupby(decisions, key=lambda one: (one["kept"], one["role"], one["voice"], one["reason"])):
        members = list(run)
        voice = voices.setdefault(str(members[0]["voice"]), len(voices))
        found.append(Passage(len(found) + 1, members, voice))
    return found


def group_number(group: str) -> int:
    """A number for a group of voices, from their order; one for all that have no colour."""
    return VOICES.index(group) if group in VOICES else len(VOICES)


def page_html(passages: Sequence[Passage], blocks: int) -> str:
    """All passages as a list."""
    return '<ol class="passages">\n' + "\n".join(_passage(one, blocks) for one in passages) + "\n</ol>"


def _passage(one: Passage, blocks: int) -> str:
    scraps = one.of_scraps
    classes = "p kept voice v-keep" if one.kept else f"p gone {voice_class(one.voice)}"
    classes += f" f{one.voice_number} g{group_number(one.group)}"
    classes += (" unsure" if one.unsure else "") + (" flow" if scraps else "")
    focus = ""
    if not one.kept or one.unsure:
        fate = "Kept" if one.kept else "Removed"
        label = f"{fate}{', not sure' if one.unsure else ''}, by {one.voice}"
        focus = f' tabindex="0" role="group" aria-label="{text(label)}" aria-describedby="w{one.number}"'
    first = int(one.decisions[0]["index"]) + 1
    body = " ".join(_block(decision, "" if scraps else ' dir="auto"') for decision in one.decisions)
    focus += ' dir="auto"' if scraps else ""  # a menu is one line of text, in one direction
    return (
        f'<li class="{classes}" id="p{one.number}"><div class="body"{focus}><span class="no" aria-hidden="true">'
        f"{first}</span>{body}</div>{_why(one, blocks)}</li>"
    )


def _block(decision: Mapping[str, Any], direction: str) -> str:
    kind = str(decision["kind"])
    tag = {"code": "pre", "quote": "blockquote"}.get(kind, "p")
    css = {"heading": "h", "item": "item", "cell": "cell", "line": "line"}.get(kind, "")
    if decision["role"] == "title":
        css = "h title"
    css = f' class="{css}"' if css else ""
    return f"<{tag}{direction}{css}>{text(decision['text'])}</{tag}>"


def _why(one: Passage, blocks: int) -> str:
    """The note beside a passage: the reason, short; with what it rests on where one points or steps to it."""
    mark = '<span class="mark">not sure</span> ' if one.unsure else ""
    fate = "kept" if one.kept else one.voice.rpartition(".")[2]
    short = f'<p class="short" aria-hidden="true">{mark}<b>{text(fate)}</b> {text(one.reason)}</p>'
    lines = [f"<p><b>{'Kept' if one.kept else 'Removed'} by {text(one.voice)}:</b> {text(one.reason)}</p>"]
    lines += [f'<p class="soft">on the evidence: {foreign(piece)}</p>' for piece in _evidence(one)]
    lines.append(f'<p class="soft">{_place(one)} of {blocks:,}; {_certainty(one)}</p>')
    return f'<div class="why">{short}<div class="more" role="tooltip" id="w{one.number}">{"".join(lines)}</div></div>'


def _evidence(one: Passage) -> Iterator[str]:
    """What the decision rests on, where it is more than the passage's own words."""
    pieces = dict.fromkeys(str(each["evidence"]) for each in one.decisions if each["evidence"] not in each["text"])
    shown = list(pieces)[:_MOST_EVIDENCE]
    yield from shown
    if len(pieces) > len(shown):
        yield f"and {len(pieces) - len(shown):,} more"


def _place(one: Passage) -> str:
    first, last = int(one.decisions[0]["index"]) + 1, int(one.decisions[-1]["index"]) + 1
    return f"block {first:,}" if first == last else f"blocks {first:,} to {last:,}"


def _certainty(one: Passage) -> str:
    if one.confidence >= 1:
        return "a certain rule"
    return f"{'' if len(one.decisions) == 1 else 'at least '}{percent(one.confidence)} sure"


def controls(passages: Sequence[Passage]) -> str:
    """The filters: a box a voice, which needs no script to work."""
    gone: Counter[str] = Counter()
    rules: dict[str, tuple[int, int]] = {}
    for one in passages:
        if not one.kept:
            gone[one.group if one.group in VOICES else _OTHER] += one.words
            if "." in one.voice:
                rules[one.voice] = (one.voice_number, rules.get(one.voice, (0, 0))[1] + one.words)
    kept = sum(one.words for one in passages if one.kept)
    boxes = [_box("show-kept", "kept", kept, "voice v-keep", "kept")]
    boxes += [
        _box(f"g-{group_number(group)}", group, words, voice_class(group), VOICE_NAMES.get(group, group))
        for group, words in sorted(gone.items(), key=lambda item: group_number(item[0]))
    ]
    each = "".join(
        _box(f"f-{number}", voice.partition(".")[2], words, voice_class(voice), voice)
        for voice, (number, words) in sorted(rules.items(), key=lambda item: -item[1][1])
    )
    single = f'<details class="each"><summary>Each rule</summary><div>{each}</div></details>' if each else ""
    unsure = sum(one.unsure for one in passages)
    return f"""<fieldset class="filters only-screen"><legend class="unseen">Show in the page</legend>
<div class="boxes">{"".join(boxes)}</div>
<div class="boxes">
<label class="box plain"><input type="checkbox" id="only-unsure"> only what is not sure <span>{unsure:,}</span></label>
<label class="box plain"><input type="checkbox" id="all-reasons"> all reasons in full</label>
</div>{single}</fieldset>"""


def _box(name: str, label: str, words: int, css: str, title: str) -> str:
    return (
        f'<label class="box {css}" title="{text(title)}"><input type="checkbox" id="{name}" checked>'
        f'<i class="dot"></i>{text(label)} <span>{words:,}<span class="unseen"> words</span></span></label>'
    )


def filters_css(passages: Sequence[Passage]) -> str:
    """The style that hides what a box is unticked for. Nothing in it comes from the page."""
    gone = [one for one in passages if not one.kept]
    boxes = sorted({f"g{group_number(one.group)}" for one in gone})
    boxes += sorted({f"f{one.voice_number}" for one in gone if "." in one.voice})
    rules = [f"body:has(#{box[0]}-{box[1:]}:not(:checked)) .gone.{box}" for box in boxes]
    return f"@media screen {{ {', '.join(rules)} {{ display: none; }} }}" if rules else ""
