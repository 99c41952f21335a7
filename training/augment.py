"""Training pages made unlike themselves: the layout of other years, and other articles' text beside the article.

A model that has seen a page in one layout only trusts its names and landmarks more than another site justifies.
The truth of a page stays what it was.
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from cleaners.decode import decode

from .data import LabelledPage

_LANDMARKS = re.compile(r"<(/?)(?:main|article|section|nav|aside|header|footer|figure|figcaption|hgroup)\b", re.I)
_HEADINGS = re.compile(r"<(/?)h[2-6]\b", re.I)
_NAMES = re.compile(r"\s(?:class|id|role|itemprop|itemtype|itemscope|name|(?:data|aria)-[\w-]+)=(?:\"[^\"]*\"|'[^']*')", re.I)
_PARAGRAPH = re.compile(r"<p\b[^<>]*>", re.I)
_PARAGRAPH_END = re.compile(r"</p\s*>", re.I)
_DECLARED = re.compile(r"<meta\b[^<>]*>|<script\b[^<>]*ld\+json[^<>]*>.*?</script\s*>", re.I | re.S)
_CHARSET = re.compile(r"charset", re.I)
_ENDS = ("</article>", "</main>", "</body>")
_MIN_TRUTH = 60  # words of an article that others get as a neighbour


def in_old_layout(page: LabelledPage) -> LabelledPage:
    """The page as earlier years would have written it: by chance without landmarks, headings, names, paragraphs."""
    chance = random.Random("old " + page.name)
    source = _source(page)
    if chance.random() < 0.8:
        source = _LANDMARKS.sub(r"<\1div", source)
    if chance.random() < 0.4:
        source = _HEADINGS.sub(lambda found: "<b" if not found[1] else "</b", source)
    if chance.random() < 0.6:
        source = _NAMES.sub("", source)
    if chance.random() < 0.5:
        source = _PARAGRAPH_END.sub("<br><br>", _PARAGRAPH.sub("", source))
    if chance.random() < 0.5:
        source = _DECLARED.sub(lambda found: found[0] if _CHARSET.search(found[0]) else "", source)
    return replace(page, name=page.name + " old", body=_bytes(source))


def with_neighbours(page: LabelledPage, others: Sequence[LabelledPage]) -> LabelledPage:
    """The page with teasers or whole texts of other articles after its own; ``others`` have text."""
    chance = random.Random("beside " + page.name)
    source = _source(page)
    whole = chance.random() < 0.3
    parts = [_neighbour(chance.choice(others), whole, chance) for _ in range(1 + chance.randrange(3 if whole else 10))]
    tag = chance.choice(("div", "section", "ul", "aside"))
    grafted = f"<{tag}>{''.join(parts)}</{tag}>"
    at = max(source.lower().rfind(chance.choice(_ENDS)), 0) or source.lower().rfind("</body>")
    if at < 0:
        at = len(source)
    return replace(page, name=page.name + " beside", body=_bytes(source[:at] + grafted + source[at:]))


def _neighbour(other: LabelledPage, whole: bool, chance: random.Random) -> str:
    lines = [line for line in other.text.splitlines() if line.strip()]
    title, text = (other.title or lines[0])[:160], lines if whole else [" ".join(other.text.split()[: 15 + chance.randrange(60)])]
    heading = f"<a href='/{chance.randrange(10**6)}'>{escape(title)}</a>" if chance.random() < 0.8 else escape(title)
    tag = chance.choice(("h2", "h3", "h4", "div", "strong"))
    inner = f"<{tag}>{heading}</{tag}>" + "".join(f"<p>{escape(line)}</p>" for line in text)
    wrap = chance.choice(("div", "article", "li"))
    return f"<{wrap}>{inner}</{wrap}>"


def _bytes(source: str) -> bytes:
    return codecs.BOM_UTF8 + source.encode("utf-8", "replace")


def _source(page: LabelledPage) -> str:
    return decode(page.body, None).text
