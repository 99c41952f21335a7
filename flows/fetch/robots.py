"""What a robots.txt file says about one address: a pure reading of RFC 9309, with the line that decided.

Protego parses and matches. Ahead of it the file is reduced to the lines that
RFC 9309 and common usage know, because an unknown line must not end a group;
user agents are cut to their product token, and groups for other agents are left
out, because many agents times many rules can take minutes. The deciding line is
found again afterwards so that a person can see it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from protego import Protego

MAX_BYTES = 500 * 1024  # the size RFC 9309 asks a crawler to read at least
_LINE_END = re.compile(r"\r\n|\r|\n")
_KNOWN = re.compile(
    r"(user[- ]?agent|dis+al+ow|disal+aw|diasl+ow|allow|crawl[- ]delay|request[- ]rate|visit[- ]time|"
    r"sitemaps?|site-map|host)(?=[\s:]|$)[\s:]*(.*)",
    re.IGNORECASE,
)
_RULES = {"a": "allow", "d": "disallow"}


@dataclass(frozen=True, slots=True)
class RobotsVerdict:
    """May an address be fetched? ``line`` decided it ("" if none spoke), its ``number`` counts from 1."""

    allowed: bool
    line: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    shown: str
    field: str
    value: str


class RobotsFile:
    """A parsed robots.txt. ``digest`` is the sha256 of its bytes."""

    def __init__(self, body: bytes) -> None:
        self.digest = hashlib.sha256(body).hexdigest()
        text = body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
        self._lines = [line for line in map(_read, enumerate(_LINE_END.split(text), 1)) if line]
        self._groups: dict[str, tuple[Protego, list[_Line]]] = {}

    def may_fetch(self, url: str, agent: str) -> RobotsVerdict:
        """Whether an absolute URL may be fetched under a product token (or a whole user agent header).

        A URL with characters that no URL may hold can be read in two ways, as
        they are and percent-encoded; then both readings must be allowed.
        """
        parsed, rules = self._group(agent)
        readings = [url] if url.isascii() else [quote(url, safe="%/:?#[]@!$&'()*+,;="), _doubly_quoted(url)]
        refused = [reading for reading in readings if not parsed.can_fetch(reading, agent)]
        field, path = ("disallow" if refused else "allow"), _path((refused or readings)[0])
        for line in rules:
            if line.field == field and _matches(line.value, path):
                return RobotsVerdict(not refused, line.shown, line.number)
        return RobotsVerdict(not refused)

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between requests that the site asks for; None if it asks for nothing sensible."""
        return self._group(agent)[0].crawl_delay(agent)

    def _group(self, agent: str) -> tuple[Protego, list[_Line]]:
        """What concerns an agent: the groups that may apply to it, parsed, and its rules, longest pattern first."""
        if agent not in self._groups:
            text: list[str] = []
            rules: dict[str, list[_Line]] = {}
            head: set[str] = set()
            in_head = False
            for line in self._lines:
                if line.field == "user-agent":
                    head, in_head = (head if in_head else set()), True
                    name = line.value.lower() if line.value == "*" else line.value.lower().replace("*", "")
                    if name == "*" or (name and name in agent.lower()):
                        head.add(name)
                        rules.setdefault(name, [])
                        text.append(f"user-agent: {name}")
                elif line.field not in ("sitemap", "host"):
                    in_head = False
                    if head:
                        text.append(f"{line.field}: {line.value}")
                    if line.value and line.field in ("allow", "disallow"):
                        for name in head:
                            rules[name].append(line)
            own = rules.get(agent.lower(), rules.get("*", []))
            self._groups[agent] = Protego.parse("\n".join(text)), sorted(own, key=lambda line: -len(line.value))
        return self._groups[agent]


def _read(numbered: tuple[int, str]) -> _Line | None:
    number, text = numbered
    found = _KNOWN.match(text.partition("#")[0].strip())
    if not found:
        return None
    field, value = found[1].lower().replace(" ", "-"), found[2].strip()
    if field.startswith("user"):
        field, value = "user-agent", (value.split() or [""])[0]
    elif field.startswith("site"):
        field = "sitemap"
    else:
        field = _RULES.get(field[0], field)
    return _Line(number, text.strip()[:200], field, value)


def _doubly_quoted(url: str) -> str:
    return "".join(char if char.isascii() else quote(quote(char)) for char in url)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote((parts.path or "/") + ("?" + parts.query if "?" in url else ""))


def _matches(pattern: str, path: str) -> bool:
    """Whether a rule covers a path ("*" is anything, a final "$" the end); never more than linear."""
    anchored = pattern.endswith("$")
    first, *rest = unquote(pattern.removesuffix("$")).split("*")
    if not path.startswith(first if first.startswith("/") or not first else "/" + first):
        return False
    at = len(first)
    for part in rest[:-1] if anchored else rest:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if not anchored:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else len(path) == at
