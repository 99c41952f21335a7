"""Regular expressions that are compiled when they are first used.

The library has some two hundred of them, many with the words of twenty languages in
them. To compile them all takes 0.1 s, and one page needs a third of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


def pattern(source: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """The regular expression of a text, or of what a function returns at the first use.

    It is used as what `re.compile` returns. Raises re.error, at the first use, for a
    text that is none.
    """
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    """Stands in for a compiled expression and takes over its methods one by one."""

    def __init__(self, source: str | Callable[[], str], flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        text = self._source if isinstance(self._source, str) else self._source()
        found = getattr(re.compile(text, self._flags), name)
        # Kept on the object: from now on the name is found there, as fast as on the expression itself.
        setattr(self, name, found)
        return found
