"""A picture with the decision on it."""

from __future__ import annotations

from dataclasses import dataclass

from ..attachments import Picture


@dataclass(frozen=True, slots=True)
class JudgedPicture:
    """A picture, its absolute address ("" for none), whether it is kept, and why."""

    picture: Picture
    url: str
    kept: bool
    reason: str
