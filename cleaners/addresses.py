"""Takes addresses apart: those of pages, and those that pages name. None of them raises an error."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit


def split_address(url: str | None) -> SplitResult:
    """The parts of an address; all of them empty for what is not one."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return SplitResult("", "", "", "", "")


def joined(base: str | None, href: str) -> tuple[str, SplitResult]:
    """A relative address made absolute, and its parts; "" if it is not an address."""
    try:
        url = urljoin(base or "", href)
        return url, urlsplit(url)
    except ValueError:
        return "", split_address("")
