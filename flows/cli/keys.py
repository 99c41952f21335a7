"""Reading single keys from a terminal; its settings are restored afterwards, also after an error."""

from __future__ import annotations

import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

_CTRL_D = "\x04"


class Keys:
    """The keyboard of the terminal on standard input. Ctrl-C remains a signal."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def wait_for(self, letters: str) -> str:
        """Wait for one of the letters, in either case, and return it; "q" at the end of the input."""
        while True:
            key = os.read(self._handle, 1).decode("ascii", "replace").lower()
            if key in ("", _CTRL_D):
                return "q"
            if key in letters:
                return key


@contextmanager
def keys() -> Iterator[Keys]:
    """Read keys one by one, without echo; the terminal is restored at the end."""
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        yield Keys(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
