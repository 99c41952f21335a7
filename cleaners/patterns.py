"""Regular expressions that are compiled when they are first used.

The library has about two hundred, many with the words of twenty languages. Compiling
all of them takes 0.1 s, and one page needs a third of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


def pattern(source: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """A regular expression, used like the result of `re.compile`, but compiled at its first use.

    ``source`` is its text, or a function that returns it, called at the first use as well.
    An invalid text raises re.error then, not here.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    """A placeholder for a compiled expression that takes over its attributes one by one."""

    def __init__(self, source: str | Callable[[], str], flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        text = self._source if isinstance(self._source, str) else self._source()
        attribute = getattr(re.compile(text, self._flags), name)
        # Set on the object, so that the next access does not come here and is as fast as on the expression itself.
        setattr(self, name, attribute)
        return attribute
