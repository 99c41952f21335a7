"""The answers of a review, a line of JSON each, written to disk before the next question is asked."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..store.clean import STATE_DIR

FILE = "review.jsonl"


@dataclass(frozen=True)
class Answer:
    """An answer, and what it wrote: a value in the list ``name`` of a site file, and a statement of a golden case."""

    key: str
    answer: str  # keep, drop or skip
    file: str = ""
    name: str = ""
    value: str = ""
    case: str = ""
    statement: tuple[str, str] = ("", "")


class Journal:
    """The answers given so far, in their order, without those that were undone."""

    def __init__(self, clean: Path) -> None:
        self.path = clean / STATE_DIR / FILE
        self.answers: list[Answer] = []
        for line in self._lines():
            if "undo" in line:
                self.answers = self.answers[:-1]
            else:
                self.answers.append(Answer(**{**line, "statement": (line["statement"][0], line["statement"][1])}))

    def _lines(self) -> Iterator[dict[str, Any]]:
        for line in self.path.read_bytes().splitlines() if self.path.exists() else ():
            with contextlib.suppress(ValueError):  # incomplete after a power cut, or empty
                yield dict(json.loads(line))

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the passages that were answered."""
        return frozenset(answer.key for answer in self.answers)

    def add(self, answer: Answer) -> None:
        """Write an answer to disk."""
        self._append(asdict(answer))
        self.answers.append(answer)

    def undo(self) -> Answer | None:
        """Remove the last answer and return it; None without any."""
        if not self.answers:
            return None
        self._append({"undo": self.answers[-1].key})
        return self.answers.pop()

    def _append(self, values: dict[str, object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        incomplete = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        with open(self.path, "ab") as file:
            file.write(b"\n" * incomplete + json.dumps(values, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
