"""Permissions judged again, without the network, from the robots.txt files in the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..fetch.policy import AGENT_TOKEN
from ..fetch.robots import RobotsFile
from ..fetch.urls import origin_of, parse_url
from ..fetch.visit import ARCHIVED_OUTCOMES
from ..http.errors import FetchError
from ..store.fetched import Fetched
from ..store.fetched_queries import permissions
from ..warc.answers import read_answer
from .archive import KeptRobots
from .findings import Finding, Tally


def check_receipts(
    raw: Path, fetched: Fetched, robots: Mapping[tuple[str, float], KeptRobots], tally: Tally
) -> Iterator[Finding]:
    """The receipts of fetched pages that do not hold. Only pages that were kept have one to be judged."""

    @lru_cache(maxsize=8)  # the rows come sorted by their receipt
    def file_at(file: str, where: str) -> RobotsFile:
        return RobotsFile(read_answer(raw / file, where).body)

    for row in permissions(fetched, ARCHIVED_OUTCOMES):
        receipt = _receipt(row["robots"])
        if receipt is None:
            yield Finding("receipt", row["url"], "the receipt is not readable")
            continue
        if receipt.get("state") not in ("read", "absent"):
            continue
        kept = robots.get((receipt.get("origin", ""), receipt.get("read_at", 0.0)))
        if kept is None:
            tally.unproven += 1
            continue
        tally.receipts += 1
        why = _origin(receipt, row["final_url"]) or _kind(receipt, kept)
        if not why and receipt["state"] == "read":
            why = _judged(receipt, file_at(kept.file, kept.where), row["final_url"])
        if why:
            yield Finding("receipt", row["url"], f"{why} (robots.txt: {kept.file}#{kept.where})")


def _receipt(text: str) -> dict[str, Any] | None:
    try:
        receipt = json.loads(text)
    except ValueError:
        return None
    return receipt if isinstance(receipt, dict) else None


def _origin(receipt: Mapping[str, Any], url: str) -> str:
    try:
        origin = origin_of(parse_url(url))
    except FetchError:
        return "the page has no address that could be judged"
    return "" if origin == receipt["origin"] else f"the receipt is of {receipt['origin']}, the page of {origin}"


def _kind(receipt: Mapping[str, Any], kept: KeptRobots) -> str:
    if receipt["state"] == "absent":
        return "" if 300 <= kept.status < 500 else "the receipt says there is no robots.txt, but there is one"
    return "" if kept.digest == receipt.get("digest") else "the receipt is of another robots.txt"


def _judged(receipt: Mapping[str, Any], file: RobotsFile, url: str) -> str:
    """Why the archived file does not bear the receipt out; "" if it does."""
    if file.digest != receipt["digest"]:
        return "the archived robots.txt is not what was read"
    said = file.may_fetch(url, AGENT_TOKEN)
    if not said.allowed:
        return f"robots.txt forbids the page: line {said.number}: {said.line}"
    if (said.allowed, said.line, said.number) != tuple(receipt.get(name) for name in ("allowed", "line", "number")):
        return f"another line decides: {f'{said.number}: {said.line}' if said.line else 'none'}"
    return ""
