"""The certain rules, in the order in which they speak: one file a rule, one idea a file."""

from __future__ import annotations

from ...page import Voice
from . import hidden

RULES: tuple[Voice, ...] = (hidden.VOICE,)
