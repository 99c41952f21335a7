"""The claims of a reason, checked on the page by other means than those that made them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from cleaners import Block, CleanPage, Element, Kind

_TAGS = {
    "the navigation": {"nav", "menu"}, "a footer": {"footer"}, "a header": {"header"}, "a side column": {"aside"},
    "a form": {"form", "fieldset", "select", "textarea"}, "a dialog": {"dialog"}, "a button": {"button"},
    "the main part": {"main"}, "the article element": {"article"}, "a figure": {"figure", "figcaption"},
    "a table": {"table"}, "a quotation": {"blockquote"},
}  # fmt: skip
_ENDS = re.compile(r"[.!?…。！？؟।]")


@dataclass
class Reader:
    """A page as the checks of claims read it."""

    page: CleanPage

    @property
    def blocks(self) -> list[Block]:
        return self.page.page.blocks

    def around(self, block: Block) -> list[Element]:
        return list(self.page.page.ancestors(block))

    @cached_property
    def chains(self) -> list[tuple[tuple[str, str | None], ...]]:
        """By block: the tags and classes from it up to the root."""
        return [tuple((e.tag, e.attrs.get("class")) for e in self.around(block)) for block in self.blocks]

    @cached_property
    def titles(self) -> set[int]:
        """The blocks that share the most words with the page's title."""
        title_words = set(words(self.page.title))
        texts = [set(words(block.text)) for block in self.blocks]
        shares = [len(title_words & text) / len(title_words | text or {""}) for text in texts]
        return {index for index, share in enumerate(shares) if share >= max(0.6 * max(shares), 1e-9)}


def words(text: str) -> list[str]:
    """Runs of letters and digits; Thai, kana and Chinese characters one by one."""
    return [
        part
        for run in re.findall(r"\w+", text.lower())
        for part in re.findall(r"[ก-๙ぁ-ヿ一-鿿]|[^ก-๙ぁ-ヿ一-鿿]+", run)
    ]


def _inside(reader: Reader, block: Block, tag: str, name: str) -> bool:
    return any(
        element.tag == tag and name in (" ".join((element.attrs.get("class") or "").split()[:2])[:48], "")
        for element in reader.around(block)
    )


def _named(reader: Reader, block: Block, tag: str, name: str) -> bool:
    return any(
        element.tag == tag and name in ((element.attrs.get("id") or "")[:32], (element.attrs.get("role") or "")[:32])
        for element in reader.around(block)
    )


def _landmark(reader: Reader, block: Block, name: str) -> bool:
    return any(element.tag in _TAGS[name] or element.attrs.get("role") for element in reader.around(block))


def _group(reader: Reader, block: Block, number: str) -> bool:
    return reader.chains.count(reader.chains[block.index]) == (1 if number == "no other" else int(number))


def _units(reader: Reader, block: Block, number: str, mean: str) -> bool:
    """As many elements of the page have the chain of one that holds the block."""
    elements = reader.page.page.elements

    def chain(index: int) -> tuple[tuple[str, str | None], ...]:
        found = []
        while index >= 0:
            found.append((elements[index].tag, elements[index].attrs.get("class")))
            index = elements[index].parent
        return tuple(found)

    chains = [chain(index) for index in range(len(elements))]
    holding = [i for i, e in enumerate(elements) if e.start <= block.index < e.end]
    return any(chains.count(chains[index]) == int(number) for index in holding)


def _under(reader: Reader, block: Block, title: str) -> bool:
    above = [other for other in reader.blocks[: block.index] if other.kind is Kind.HEADING]
    return bool(above) and above[-1].text.startswith(title.removesuffix("…").rstrip())


def _links_to(reader: Reader, block: Block, target: str) -> bool:
    hrefs = [mark.href.lower() for mark in block.marks if mark.kind == "link"]
    return any(target.strip("/") in href for href in hrefs)


def _linked(reader: Reader, block: Block, share: str) -> bool:
    return _near(share, block.linked / max(len(block.text), 1))


def _near(phrase: str, share: float) -> bool:
    if phrase == "under 1":
        return 0 < share < 0.01
    return abs(int(phrase) - 100 * share) <= 1


def _way(reader: Reader, block: Block, share: str) -> bool:
    """How many of the characters stand before it, roughly: the claim is about words."""
    page = reader.page.page.text
    return abs(block.span[0] / len(page) - (0 if share == "under 1" else int(share) / 100)) < 0.1


def _words(reader: Reader, block: Block, number: str, *_: str) -> bool:
    return len(words(block.text)) == int(number)


def _such_as(reader: Reader, block: Block, phrase: str) -> bool:
    return {word.strip('"') for word in phrase.split(", ")} <= set(words(block.text))


def _prose_around(reader: Reader, block: Block, number: str) -> bool:
    near = reader.blocks[max(0, block.index - 5) : block.index + 6]
    return int(number) <= sum(max(len(words(b.text)), len(b.text) // 2) for b in near)


def _place(reader: Reader, block: Block, place: str) -> bool:
    share = block.span[0] / len(reader.page.page.text)
    return share > 0.7 if place == "end" else share < 0.2


def _beside_links(reader: Reader, block: Block, share: str) -> bool:
    near = reader.blocks[max(0, block.index - 2) : block.index + 3]
    return any(other.linked for other in near if other is not block)


def _after_article(reader: Reader, block: Block) -> bool:
    return any(e.tag == "article" and e.end <= block.index for e in reader.page.page.elements)


def _bulk(reader: Reader, block: Block, where: str) -> bool:
    """Before or after some element with at least half of the page's longer paragraphs, or inside it."""
    long = [b.index for b in reader.blocks if len(b.text) >= 40 and not b.linked]
    parts = [e for e in reader.page.page.elements if sum(e.start <= i < e.end for i in long) * 2.5 >= len(long)]
    tests = {
        "inside": lambda e: e.start <= block.index < e.end,
        "before": lambda e: block.index < e.start,
        "after": lambda e: block.index >= e.end,
    }
    return any(tests[where](part) for part in parts)


def _in_text(reader: Reader, block: Block) -> bool:
    beside = [other for other in reader.blocks if other.kind not in (Kind.CODE, Kind.CELL, Kind.HEADING)]
    is_before = any(other.index < block.index for other in beside)
    return is_before if block.kind is Kind.CELL else block.kind is Kind.CODE and bool(beside)


def _is_kept_elsewhere(reader: Reader, block: Block) -> bool:
    return any(d.kept and d.block.text == block.text for d in reader.page.decisions if d.block.index != block.index)


def _holds_others(reader: Reader, block: Block) -> bool:
    kept = {d.block.text for d in reader.page.decisions if d.kept}
    return sum(len(text) for text in kept if text in block.text) > 0.8 * len(block.text)


Check = Callable[..., bool]
CLAIMS: tuple[tuple[str, Check], ...] = (
    (r'inside <([\w-]+) class="([^"]*)">', _inside),
    (r'inside <([\w-]+) "([^"]*)">', _named),
    (r"inside <([\w-]+)>", lambda r, b, tag: any(e.tag == tag for e in r.around(b))),
    (f"inside ({'|'.join(_TAGS)})", _landmark),
    (r"stands (\d+) times on the page", lambda r, b, n: sum(o.text == b.text for o in r.blocks) == int(n)),
    (r"stands once on the page", lambda r, b: sum(o.text == b.text for o in r.blocks) == 1),
    (r"(\d+) blocks? after the title", lambda r, b, n: b.index - int(n) in r.titles),
    (r"before the title", lambda r, b: b.index < max(r.titles)),
    (r"it is the title", lambda r, b: b.index in r.titles),
    (r"after the end of an article", _after_article),
    (r"in a part of (\d+) texts with \d+ words? on average(?:, (?:under )?\d+ % of them in links)?",
     lambda r, b, n: any(e.end - e.start == int(n) for e in r.around(b))),
    (r"the (\d+) blocks with its markup hold (?:only )?(?:under )?\d+ % of the page's words", _group),
    (r"(no other) block has its markup, and it holds (?:only )?(?:under )?\d+ % of the page's words", _group),
    (r"in one of (\d+) parts that are built alike, with (\d+) words? on average", _units),
    (r"in no part that repeats on the page", lambda r, b: True),
    (r"(inside|before|after) the part with most of the running text", _bulk),
    (r"(?:only )?(\d+) words of running text around it", _prose_around),
    (r"((?:under )?\d+) % of it is link text", _linked),
    (r"beside links \(((?:under )?\d+) % of the words\)", _beside_links),
    (r"hardly any links in it", lambda r, b: b.linked < 0.1 * len(b.text)),
    (r"no links in it", lambda r, b: not any(mark.kind == "link" for mark in b.marks)),
    (r'links to "([^"]*)"', _links_to),
    (r'words that articles (?:often|seldom) have: ("[^"]*"(?:, "[^"]*")*)', _such_as),
    (r"((?:under )?\d+) % of the way through the page", _way),
    (r"near the (end|top) of the page", _place),
    (r'under the heading "(.*?)"', _under),
    (r"a heading of (\d+) words?", lambda r, b, n: b.kind is Kind.HEADING and _words(r, b, n)),
    (r"judged with the text beside it", _in_text),
    (r"holds hardly more than other texts of the page do", _holds_others),
    (r"stands on the page once more, word for word", _is_kept_elsewhere),
    (r"a block of code", lambda r, b: b.kind is Kind.CODE),
    (r"a line of (\d+) words? without a full stop",
     lambda r, b, n: _words(r, b, n) and not _ENDS.search(b.text)),
    (r"a text of (\d+) words?", _words),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), check) for pattern, check in CLAIMS)


def claims_of(reason: str) -> list[tuple[str, Check, tuple[str, ...]]]:
    """The claims that a reason is made of. Raises ValueError for one without a check."""
    found, rest = [], reason
    while rest:
        for pattern, check in _COMPILED:
            match = pattern.match(rest)
            if match and (match.end() == len(rest) or rest.startswith(", ", match.end())):
                found.append((match[0], check, tuple(group for group in match.groups() if group is not None)))
                rest = rest[match.end() + 2 :]
                break
        else:
            raise ValueError(f"no check for this claim: {rest}")
    return found
