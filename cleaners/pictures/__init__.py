"""Decides which pictures, videos and embedded pages of a page belong to its article, and says why."""

from __future__ import annotations

from collections.abc import Sequence

from ..addresses import joined
from ..attachments import Picture
from ..page import Decision, Page
from .evidence import Repetition, reason_against
from .judged import JudgedPicture
from .position import Positions
from .services import media_address

__all__ = ["JudgedPicture", "judge_pictures"]

_SCHEMES = ("http", "https")
_MAX_URL = 2_000


def judge_pictures(page: Page, decisions: Sequence[Decision]) -> tuple[JudgedPicture, ...]:
    """All pictures of a page in page order, each kept or dropped with the reason.

    A picture is dropped for what it is (an icon, a tracker, a portrait of the author), or for where it
    stands: it belongs to the article if the text around it does.
    """
    if not page.pictures:
        return ()
    urls = [_address(page, picture) for picture in page.pictures]
    positions, repetition = Positions(page, decisions), Repetition(urls)
    judged: list[JudgedPicture] = []
    for picture, url in zip(page.pictures, urls, strict=True):
        against = reason_against(picture, url) or repetition.reason_against(url)
        kept, reason = (False, against) if against else positions.verdict(picture, url)
        if kept:
            repetition.add(url)
        judged.append(JudgedPicture(picture, url, kept, reason))
    return tuple(judged)


def _address(page: Page, picture: Picture) -> str:
    """The absolute address of a picture, or of the page that shows a video; "" if it has none that is safe."""
    url, parts = joined(page.base or page.url, picture.url) if picture.url else ("", None)
    if parts is None or parts.scheme not in _SCHEMES or not parts.hostname or len(url) > _MAX_URL:
        return ""
    return url if picture.kind == "picture" else media_address(url)
