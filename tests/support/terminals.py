"""A command on a terminal of its own, driven by keys."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path


class Terminal:
    """`winnow` with its keyboard and its standard error on a terminal of 80 columns; standard output is a pipe."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._ours, self.theirs = pty.openpty()
        self.screen = ""
        self._read_up_to = 0
        environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows", *arguments], cwd=folder, stdin=self.theirs, stderr=self.theirs,
            stdout=subprocess.PIPE, env=environment, start_new_session=True, preexec_fn=self._take_terminal,
        )  # fmt: skip

    def _take_terminal(self) -> None:
        import fcntl
        import termios

        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)

    def see(self, words: str, seconds: float = 90) -> str:
        """Wait until some words are on the screen, after all that was seen before; what came up to them."""
        end = time.monotonic() + seconds
        while words not in self.screen[self._read_up_to :]:
            left = end - time.monotonic()
            assert left > 0, f"{words!r} did not come; the screen shows {self.screen[self._read_up_to :]!r}"
            if select.select([self._ours], [], [], min(left, 1))[0]:
                self.screen += os.read(self._ours, 65536).decode("utf-8", "replace").replace("\r\n", "\n")
        at = self.screen.index(words, self._read_up_to) + len(words)
        seen, self._read_up_to = self.screen[self._read_up_to : at], at
        return seen

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def end(self, seconds: float = 60) -> tuple[int, str]:
        """The exit code and the standard output."""
        output, _ = self.process.communicate(timeout=seconds)
        os.close(self._ours)
        os.close(self.theirs)
        return self.process.returncode, output.decode()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.end()
