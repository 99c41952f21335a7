"""The process that reads answers: a job and a body in, lists of findings out, until its input ends."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from cleaners import Limits, PageRefused, check_body

from ..http.errors import FetchError
from ..safe_text import storable
from .answer_reader import READ_SECONDS, ReadJob
from .discovery import discover
from .policy import AGENT_TOKEN
from .robots import RobotsFile
from .shell import check_shell

_MAX_MEMORY = 250_000_000  # bytes; a parser that wants more fails, and with it this process
_MAX_SECONDS = int(READ_SECONDS) + 5  # after which this process ends itself, for a parent that has died
_PART_ITEMS, _PART_CHARACTERS = 500, 200_000  # of the findings that are sent together


def read_answer(job: ReadJob, body: bytes) -> Iterable[Any]:
    """What the job asks for. Raises FetchError, or PageRefused for a page that no parser should get."""
    if job.kind == "robots":
        file = _robots_file(body)
        decision = file.may_fetch(job.url, AGENT_TOKEN)
        return [[decision.allowed, decision.line, decision.number, file.crawl_delay(AGENT_TOKEN)]]
    if job.kind in ("shell", "page"):
        check_body(body, None, Limits(size=sys.maxsize), tags=True)
    if job.kind == "shell":
        check_shell(body)
        return ()
    return discover(job, body)


@lru_cache(maxsize=4)
def _robots_file(body: bytes) -> RobotsFile:
    return RobotsFile(body)


def main() -> None:
    """Read answers that arrive on standard input: a line of JSON (job, length of the body), and the body.

    The reply is a series of parts, each with its length in front: whether it went well, then the
    findings, then an empty part.
    """
    for name in (signal.SIGINT, signal.SIGTERM):  # the parent ends this process
        signal.signal(name, signal.SIG_IGN)
    with open(os.dup(1), "wb") as replies:
        os.dup2(2, 1)  # a library that prints must not break the protocol
        resource.setrlimit(resource.RLIMIT_DATA, (_MAX_MEMORY, _MAX_MEMORY))
        gc.freeze()
        _send(replies, [])
        for line in sys.stdin.buffer:
            job, size = json.loads(line)
            _answer(replies, ReadJob(*job), sys.stdin.buffer.read(size))


def _answer(replies: Any, job: ReadJob, body: bytes) -> None:
    signal.alarm(_MAX_SECONDS)
    try:
        found = read_answer(job, body)
    except FetchError as error:
        _send(replies, [type(error).__name__, str(error)])
    except PageRefused as refused:
        _send(replies, ["", refused.detail])
    else:
        _send(replies, [])
        part, characters = [], 0
        for item in found:  # made while they are sent
            part.append(item)
            characters += len(str(item[0]))
            if len(part) >= _PART_ITEMS or characters > _PART_CHARACTERS:
                signal.alarm(_MAX_SECONDS)
                _send(replies, part)
                part, characters = [], 0
        if part:
            _send(replies, part)
        _send(replies, [])
    signal.alarm(0)


def _send(replies: Any, part: list[Any]) -> None:
    data = storable(json.dumps(part, ensure_ascii=False)).encode()  # a JSON feed may hold half of a character
    replies.write(len(data).to_bytes(4) + data)
    replies.flush()


if __name__ == "__main__":
    main()
