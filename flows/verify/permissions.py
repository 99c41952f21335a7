"""Robots permissions decided again, without the network, from the robots.txt files in the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..fetch.policy import AGENT_TOKEN
from ..fetch.robots import RobotsFile
from ..fetch.urls import origin_of, parse_url
from ..fetch.visit import ARCHIVED_OUTCOMES
from ..http.errors import FetchError
from ..store.fetched import Fetched, read_permission
from ..store.fetched_queries import permissions
from ..warc.answers import read_answer
from .archive import ArchivedRobots
from .findings import Finding, Tally


def check_permissions(
    raw: Path, fetched: Fetched, robots: Mapping[tuple[str, float], ArchivedRobots], tally: Tally
) -> Iterator[Finding]:
    """The robots permissions of archived pages that are wrong by the archived ``robots``."""

    @lru_cache(maxsize=8)  # the rows are ordered by permission
    def file_at(file: str, location: str) -> RobotsFile:
        return RobotsFile(read_answer(raw / file, location).body)

    for row in permissions(fetched, ARCHIVED_OUTCOMES):
        permission = read_permission(row["robots"])
        if not permission and row["robots"] != "{}":
            yield Finding("permission", row["url"], "the robots permission is not readable")
            continue
        if permission.get("state") not in ("read", "absent"):
            continue
        archived = robots.get((permission.get("origin", ""), permission.get("read_at", 0.0)))
        if archived is None:
            tally.unproven += 1
            continue
        tally.receipts += 1
        error = _origin_error(permission, row["final_url"]) or _robots_error(permission, archived)
        if not error and permission["state"] == "read":
            error = _decision_error(permission, file_at(archived.file, archived.location), row["final_url"])
        if error:
            yield Finding("permission", row["url"], f"{error} (robots.txt: {archived.file}#{archived.location})")


def _origin_error(permission: Mapping[str, Any], url: str) -> str:
    try:
        origin = origin_of(parse_url(url))
    except FetchError:
        return "the page has no address for which robots.txt could be read"
    same = origin == permission["origin"]
    return "" if same else f"the robots permission is of {permission['origin']}, the page of {origin}"


def _robots_error(permission: Mapping[str, Any], archived: ArchivedRobots) -> str:
    if permission["state"] == "absent":
        absent = 300 <= archived.status < 500
        return "" if absent else "by the robots permission there is no robots.txt, but there is one"
    same = archived.digest == permission.get("digest")
    return "" if same else "the robots permission is of another robots.txt"


def _decision_error(permission: Mapping[str, Any], file: RobotsFile, url: str) -> str:
    """What is wrong with the permission by the archived robots.txt; "" if nothing is."""
    if file.digest != permission["digest"]:
        return "the archived robots.txt is not what was read"
    decided = file.may_fetch(url, AGENT_TOKEN)
    if not decided.allowed:
        return f"robots.txt forbids the page: line {decided.number}: {decided.line}"
    recorded = tuple(permission.get(name) for name in ("allowed", "line", "number"))
    if (decided.allowed, decided.line, decided.number) != recorded:
        return f"another line decides: {f'{decided.number}: {decided.line}' if decided.line else 'none'}"
    return ""
