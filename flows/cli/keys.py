"""Single keys from a terminal, whose settings are restored afterwards, also after an error."""

from __future__ import annotations

import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

_END = "\x04"  # Ctrl-D


class Keys:
    """The keyboard of the terminal on standard input. Ctrl-C is a signal, as always."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def one_of(self, wanted: str) -> str:
        """Wait for one of some keys, in either case; other keys do nothing. "q" when there is no more input."""
        while True:
            key = os.read(self._handle, 1).decode("ascii", "replace").lower()
            if key in ("", _END):
                return "q"
            if key in wanted:
                return key


@contextmanager
def keys() -> Iterator[Keys]:
    """Read keys one by one, without showing them; the terminal is restored at the end."""
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        yield Keys(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
