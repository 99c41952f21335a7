"""The errors that end a command, each with the exit code that it means."""

from __future__ import annotations


class WinnowError(Exception):
    """Ends a command with a message for a person and no traceback.

    The message says what happened, to what, and what to do next.
    """

    exit_code = 1


class UsageError(WinnowError):
    """The command line, a setting or a source is not usable as given (exit code 2)."""

    exit_code = 2


class StoreError(WinnowError):
    """A store cannot be used: missing, read-only, full or busy (exit code 3)."""

    exit_code = 3


class Stopped(BaseException):
    """A signal asked the program to stop. Not an Exception: nothing on the way may swallow it."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.exit_code = 128 + signum
