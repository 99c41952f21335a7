"""A visit or a robots.txt as records of the archive and as a row of the list of fetched pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ..http.exchange import Exchange
from ..warc.writer import RecordGroup, timestamp
from .robots_cache import RobotsAnswer
from .visit import ARCHIVED_OUTCOMES, Visit


def records_of_visit(visit: Visit, earlier: tuple[str, str] | None = None) -> RecordGroup:
    """All records of a visit that ended in a page, feed or sitemap.

    ``earlier`` is the address and date of an archived answer with the same bytes.
    """
    group, when = RecordGroup(), visit.fetched_at or datetime.now(UTC)
    for exchange in visit.exchanges[:-1]:
        group.add_exchange(exchange, "hop", when)
    final = visit.exchanges[-1]
    group.add_exchange(final, visit.target.role, when, earlier)
    group.add_metadata(visit.final_url, when, metadata_of_visit(visit, earlier is not None and final.status != 304))
    return group


def records_of_robots(robots: RobotsAnswer, exchange: Exchange) -> RecordGroup:
    """The answer to a request for robots.txt, archived so that every permission can be checked again."""
    group, when = RecordGroup(), datetime.fromtimestamp(robots.read_at, UTC)
    group.add_exchange(exchange, "robots", when)
    digest = robots.file.digest if robots.file else ""
    metadata = {"role": "robots", "url": robots.origin, "read_at": robots.read_at, "digest": digest}
    group.add_metadata(exchange.url, when, {**metadata, "status": exchange.status})
    return group


def metadata_of_visit(visit: Visit, revisit: bool = False) -> dict[str, Any]:
    """The metadata record of a visit, from which its row in the list can be made again. The keys are on disk."""
    final, target = visit.final_exchange, visit.target
    archived = final is not None and visit.outcome in ARCHIVED_OUTCOMES and final.status != 304
    return {
        "url": target.redacted_url,
        "role": target.role,
        "final_url": visit.final_url,
        "outcome": visit.outcome,
        "detail": visit.detail,
        "status": final.status if final else 0,
        "etag": final.header("etag")[:1000] if final else "",
        "last_modified": final.header("last-modified")[:100] if final else "",
        "content_type": final.header("content-type")[:200] if final else "",
        "digest": visit.digest if archived else "",
        "size": len(final.body) if final else 0,
        "length_verified": final.length_verified if final else False,
        "http": final.http_version if final else "",
        "hops": [exchange.url for exchange in visit.exchanges[:-1]],
        "robots": visit.permission.as_dict() if visit.permission else {},
        "wishes": visit.robots_directives[:500],
        "found_in": target.found_in,
        "said": dict(target.source_metadata),
        "fetched_at": timestamp(visit.fetched_at or datetime.now(UTC)),
        "tries": visit.tries,
        "revisit": revisit,
    }
