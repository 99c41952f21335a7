# ruff: noqa: E501  (much of it is data)
"""The pages of a made-up site, as HTML or text, and for every line of them whether it is body, promo or furniture."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from random import Random

from .promos import PROMOS
from .prose import Writer
from .templates import Template

BODY, PROMO, FURNITURE = "body", "promo", "furniture"

_REPEATED = {
    "series": "This is part {n} of a series in which we walk the whole length of the river and talk to those who live by it.",
    "note": "A note on names: spellings follow the parish books of the time and differ from those on modern maps.",
    "quote": "“Nobody owns the water, and nobody may sell what it leaves behind,” the charter of the valley says.",
    "conclusion": "Conclusion",
}
_STEPS = [
    "Preheat the oven to {t} °C and line a tray with baking paper.",
    "Season with salt and freshly ground pepper to taste.",
    "Let it rest for {t} minutes under a clean cloth before you cut it.",
]
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A visible line of a page: its text and what it is."""

    text: str
    label: str
    tag: str = "p"


@dataclass(frozen=True)
class GenPage:
    """A page of a made-up site. ``fetched_on`` is a day in ISO form."""

    url: str
    body: str
    fetched_on: str
    lines: list[Line] = field(default_factory=list)

    def labels(self) -> dict[str, str]:
        return {" ".join(line.text.split()): line.label for line in self.lines}


def make_site(template: Template, pages: int, seed: int = 0, later: bool = False) -> list[GenPage]:
    """The pages of a site; ``later`` stamps them with the next edition of its promo, in other words."""
    random = Random(f"{template.host}/{seed}/{later}")
    writer = Writer(template.language, random)
    crawl = _Slots(template, Random(f"{template.host}/{later}"))  # of one crawl
    return [_page(template, number, writer, random, crawl, later) for number in range(pages)]


class _Slots:
    """What fills a promo's blanks: of one crawl, or drawn again for each page."""

    def __init__(self, template: Template, random: Random) -> None:
        self.template, self._random = template, random
        self._values: dict[str, str] = {}
        self.draw()

    def draw(self) -> None:
        random = self._random
        brand = max(self.template.host.split("."), key=len).capitalize()
        self._values = {
            "brand": brand, "n": str(random.randint(2, 40)), "q": str(random.randint(1, 9) * 5), "p": f"{random.randint(2, 90)} €",
            "count": f"{random.randint(10, 99)},000", "code": f"{brand[:5].upper()}{random.randint(5, 30)}",
            "d": self._day(), "e": self._day(),
        }  # fmt: skip

    def fill(self, line: str) -> str:
        return line.format(**self._values)

    def _day(self) -> str:
        day, month, year = (self._random.randint(1, 28), self._random.randint(1, 12), self._random.randint(2025, 2027))
        if self.template.language == "ja":
            return f"{month}月{day}日"
        name = _MONTHS[self.template.language].split()[month - 1]
        return f"{name} {day}, {year}" if self.template.language == "en" else f"{day} {name} {year}"


def _page(template: Template, number: int, writer: Writer, random: Random, slots: _Slots, later: bool) -> GenPage:
    if template.cadence == "dates":
        slots.draw()
    title = writer.title()
    lines = [Line(title, BODY, "h1"), *_body(template, number, writer, random)]
    for index in sorted(_promo_indexes(template, lines), reverse=True):
        lines[index:index] = _promo(template, number, random, slots, later)
    head, tail = _furniture(template)
    slug = "-".join(title.lower().replace(",", "").split())
    fetched_on = date(2026, 5, 3) + timedelta(days=number % 9)
    body = _build(template, title, head, lines, tail)
    return GenPage(f"https://{template.host}/{slug}-{number}", body, fetched_on.isoformat(), [*head, *lines, *tail])


def _promo(template: Template, number: int, random: Random, slots: _Slots, later: bool) -> list[Line]:
    now, then = PROMOS[template.promo]
    if template.cadence == "most" and random.random() > 0.85:
        return []
    texts = then if later else now
    if template.cadence == "rotate" and number % 3:
        texts = [*texts[1:], *texts[:1]] if number % 3 == 1 else [f"{text} Thank you." for text in texts]
    return [Line(slots.fill(text), PROMO, template.wrap) for text in texts]


def _body(template: Template, number: int, writer: Writer, random: Random) -> list[Line]:
    lines: list[Line] = []
    if "series" in template.repeats and number % 3 == 0:
        lines.append(Line(_REPEATED["series"].format(n=number // 3 + 1), BODY))
    for section in range(random.randint(2, 3)):
        if section:
            lines.append(Line(writer.heading(), BODY, "h2"))
        lines += [Line(writer.paragraph(), BODY) for _ in range(random.randint(2, 4))]
    if "note" in template.repeats and number % 2 == 0:
        lines.insert(random.randint(2, len(lines) - 1), Line(_REPEATED["note"], BODY))
    if "quote" in template.repeats and number % 3 != 1:
        lines.insert(random.randint(2, len(lines) - 1), Line(_REPEATED["quote"], BODY))
    if "recipe" in template.repeats:
        steps = [step.format(t=random.randint(3, 24) * 10) for step in _STEPS if random.random() < 0.8]
        lines += [Line(text, BODY, "li") for text in [writer.sentence(), *steps, writer.sentence()]]
    if "conclusion" in template.repeats:
        lines += [Line(_REPEATED["conclusion"], BODY, "h2"), Line(writer.paragraph(), BODY)]
    return [*lines, Line(writer.paragraph(), BODY)]


def _promo_indexes(template: Template, lines: list[Line]) -> list[int]:
    headings = [i for i, line in enumerate(lines) if line.tag == "h2"]
    between = [i for i in range(2, len(lines)) if lines[i].tag == lines[i - 1].tag == "p"]
    middle = between[len(between) // 2]
    return {
        "after_first": [2], "after_heading": [headings[0] + 1], "middle": [middle],
        "before_last": [len(lines) - 1], "twice": [2, len(lines) - 1], "end": [len(lines)],
    }[template.place]  # fmt: skip


def _furniture(template: Template) -> tuple[list[Line], list[Line]]:
    name = max(template.host.split("."), key=len).capitalize()
    head = [Line(text, FURNITURE, "li") for text in ("Home", "Archive", f"About {name}", "Contact")]
    tail = [Line(f"© {name} 2026. All rights reserved.", FURNITURE), Line("Imprint and privacy", FURNITURE)]
    return head, tail


def _build(template: Template, title: str, head: list[Line], lines: list[Line], tail: list[Line]) -> str:
    if template.build == "text":
        return "\n\n".join(line.text for line in [*head, *lines, *tail])
    name = max(template.host.split("."), key=len).capitalize()
    nav = "".join(f"<li><a href='/{i}'>{escape(line.text)}</a></li>" for i, line in enumerate(head))
    inner = "\n".join(_mark_up(template, line) for line in lines)
    opening, closing = _NESTING[template.build]
    foot = "".join(f"<p>{escape(line.text)}</p>" for line in tail)
    return (
        f"<!doctype html><html lang='{template.language}'><head><meta charset='utf-8'><title>{escape(title)} | {name}</title></head>"
        f"<body><nav><ul>{nav}</ul></nav>{opening}{inner}{closing}<footer>{foot}</footer></body></html>"
    )


_NESTING = {
    "plain": ("<div id='content'>", "</div>"),
    "wordpress": (
        "<div id='page'><main><article class='post'><div class='entry-content'>",
        "</div></article></main></div>",
    ),
    "news": (
        "<div class='wrap'><div class='col-8'><section class='story'>",
        "</section></div><div class='col-4'></div></div>",
    ),
    "divs": ("<div class='c-1'><div class='c-2'><div class='c-3'>", "</div></div></div>"),
    "recipe": ("<main><div class='recipe'>", "</div></main>"),
    "brs": ("<table><tr><td>", "</td></tr></table>"),
    "article": ("<main role='main'><article>", "</article></main>"),
}


def _mark_up(template: Template, line: Line) -> str:
    text = escape(line.text)
    if template.build == "divs" and line.tag == "p":
        return f"<div class='t'>{text}</div>"
    if template.build == "brs" and line.tag in ("p", "br"):
        return f"{text}<br><br>"
    inner = {
        "em": f"<p><em>{text}</em></p>",
        "strong": f"<p><strong>{text}</strong></p>",
        "a": f"<p><a href='/join'>{text}</a></p>",
        "li": f"<ul><li>{text}</li></ul>",
        "aside": f"<aside><p>{text}</p></aside>",
        "div": f"<div class='x7'>{text}</div>",
    }
    return inner.get(line.tag, f"<{line.tag}>{text}</{line.tag}>")
