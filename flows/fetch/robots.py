"""Whether a robots.txt file allows an address, by RFC 9309, and which line decides. Pure: no network, no files.

Protego parses and matches. Before that, the file is reduced to the fields of RFC 9309
and of common usage, because an unknown line must not end a group; user agents are cut to
their product token; and groups for other agents are left out, because many agents times
many rules can take minutes. Afterwards the line that decided is looked up for people to read.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from protego import Protego

MAX_BYTES = 500 * 1024  # the size RFC 9309 asks a crawler to read at least
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIELD = re.compile(
    r"(user[- ]?agent|dis+al+ow|disal+aw|diasl+ow|allow|crawl[- ]delay|request[- ]rate|visit[- ]time|"
    r"sitemaps?|site-map|host)(?=[\s:]|$)[\s:]*(.*)",
    re.IGNORECASE,
)
_RULE_OF_LETTER = {"a": "allow", "d": "disallow"}


@dataclass(frozen=True, slots=True)
class RobotsDecision:
    """Whether an address may be fetched. ``line`` decided it ("" if no line matches), its ``number`` counts from 1."""

    allowed: bool
    line: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    field: str
    value: str


class RobotsFile:
    """A robots.txt, parsed when it is first asked. ``digest`` is the sha256 of its bytes.

    Parsed, it may take a hundred times the memory of its bytes, which ``forget`` frees.
    """

    def __init__(self, body: bytes) -> None:
        self.digest = hashlib.sha256(body).hexdigest()
        self.body = body[:MAX_BYTES]
        self._groups: dict[str, tuple[Protego, list[_Line]]] = {}

    @property
    def parsed_bytes(self) -> int:
        """How much memory it takes, roughly: a rule takes more than a kilobyte once it is parsed."""
        return len(self.body) + 1300 * sum(len(rules) for _, rules in self._groups.values())

    def forget(self) -> None:
        self._groups.clear()

    def may_fetch(self, url: str, agent: str) -> RobotsDecision:
        """Whether an absolute URL may be fetched under a product token (or a whole user agent header).

        Characters that are not allowed in a URL can be compared in two ways, as they are
        and percent-encoded; then both must be allowed.
        """
        parsed, rules = self._agent_group(agent)
        readings = [url] if url.isascii() else [quote(url, safe="%/:?#[]@!$&'()*+,;="), _doubly_quoted(url)]
        refused = [reading for reading in readings if not parsed.can_fetch(reading, agent)]
        field, path = ("disallow" if refused else "allow"), _path((refused or readings)[0])
        for line in rules:
            if line.field == field and _matches(line.value, path):
                return RobotsDecision(not refused, line.text, line.number)
        return RobotsDecision(not refused)

    def crawl_delay(self, agent: str) -> float | None:
        """The Crawl-delay for this agent in seconds; None if there is none or it makes no sense."""
        return self._agent_group(agent)[0].crawl_delay(agent)

    def _agent_group(self, agent: str) -> tuple[Protego, list[_Line]]:
        """The groups that may apply to an agent, parsed, and its rules, the longest pattern first."""
        if agent not in self._groups:
            text: list[str] = []
            rules: dict[str, list[_Line]] = {}  # by the agent name that the file uses
            group_names: set[str] = set()
            in_head = False  # among the user-agent lines of a group
            text_lines = _LINE_END.split(self.body.decode("utf-8", "replace").lstrip("\ufeff"))
            for line in filter(None, map(_parse_line, range(1, len(text_lines) + 1), text_lines)):
                if line.field == "user-agent":
                    group_names, in_head = (group_names if in_head else set()), True
                    name = line.value.lower() if line.value == "*" else line.value.lower().replace("*", "")
                    if name == "*" or (name and name in agent.lower()):
                        group_names.add(name)
                        rules.setdefault(name, [])
                        text.append(f"user-agent: {name}")
                elif line.field not in ("sitemap", "host"):
                    in_head = False
                    if group_names:
                        text.append(f"{line.field}: {line.value}")
                    if line.value and line.field in ("allow", "disallow"):
                        for name in group_names:
                            rules[name].append(line)
            own = rules.get(agent.lower(), rules.get("*", []))
            self._groups[agent] = Protego.parse("\n".join(text)), sorted(own, key=lambda line: -len(line.value))
        return self._groups[agent]


def _parse_line(number: int, text: str) -> _Line | None:
    """The field and value of a line, with common misspellings corrected; None for a line without a known field."""
    match = _FIELD.match(text.partition("#")[0].strip())
    if not match:
        return None
    field, value = match[1].lower().replace(" ", "-"), match[2].strip()
    if field.startswith("user"):
        field, value = "user-agent", (value.split() or [""])[0]
    elif field.startswith("site"):
        field = "sitemap"
    else:
        field = _RULE_OF_LETTER.get(field[0], field)
    return _Line(number, text.strip()[:200], field, value)


def _doubly_quoted(url: str) -> str:
    return "".join(char if char.isascii() else quote(quote(char)) for char in url)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote((parts.path or "/") + ("?" + parts.query if "?" in url else ""))


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern matches a path ("*" for anything, a last "$" for the end), in linear time."""
    anchored = pattern.endswith("$")
    first, *rest = unquote(pattern.removesuffix("$")).split("*")
    if not path.startswith(first if first.startswith("/") or not first else "/" + first):
        return False
    position = len(first)
    for part in rest[:-1] if anchored else rest:
        position = path.find(part, position)
        if position < 0:
            return False
        position += len(part)
    if not anchored:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= position if rest else len(path) == position
