"""A memory is read from its bytes as it was written."""

from __future__ import annotations

import pytest

from cleaners import memory_from_bytes, memory_to_bytes
from tests.sitegen.figures import memory_of
from tests.sitegen.sites import make_site
from tests.sitegen.templates import TEMPLATES


def test_bytes_and_back() -> None:
    pages = make_site(TEMPLATES[0], 6)
    memory = memory_of(pages)
    assert memory.promos
    assert memory.vocabulary
    assert memory_from_bytes(memory_to_bytes(memory)) == memory
    assert memory_to_bytes(memory) == memory_to_bytes(memory_of(pages[::-1]))


def test_other_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="memory"):
        memory_from_bytes(b"not a memory")
