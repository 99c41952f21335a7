"""What a site's memory drops, and what it spares although many pages have it."""

from __future__ import annotations

from random import Random

import pytest

from cleaners import Counts, RawPage, SiteMemory, clean, count_page, memory_of
from cleaners.labelers.site_memory import site_memory_labeler
from cleaners.page import Labels
from cleaners.reading import Reading
from cleaners.segment import segment
from tests.sitegen.prose import Writer

HOST = "https://www.tarnvale.com"
PROMO = "Register for the Tarnvale spring school: edition 7 begins in May, early birds save 20 %."


def site(number: int, *lines: str, at: int = 2, every: int = 1, title: str = "") -> list[RawPage]:
    """Flattened articles with these lines after the paragraph ``at``, on every so many pages."""
    writer = Writer("en", Random(f"{number}{lines}"))
    pages = []
    for n in range(number):
        body = [writer.paragraph() for _ in range(5)]
        body[at:at] = lines if n % every == 0 else []
        pages.append(RawPage(f"{HOST}/{n}", "\n\n".join([title or writer.title(), *body])))
    return pages


def memory(pages: list[RawPage]) -> SiteMemory:
    return memory_of(Counts("tarnvale.com", map(count_page, pages)))


def label(page: RawPage, site_memory: SiteMemory) -> tuple[Labels, dict[str, str]]:
    segmented = segment(str(page.body), page.url)
    labels = site_memory_labeler(site_memory, page.digest).label(Reading(segmented), {})
    return labels, {segmented.blocks[i].text: label.reason for i, label in labels.items()}


def dropped(pages: list[RawPage]) -> dict[str, str]:
    """What is dropped from the first page by the memory of all: text and reason."""
    return label(pages[0], memory(pages))[1]


@pytest.mark.parametrize("pages", [3, 8, 25])
def test_a_promo_is_dropped_and_the_reason_counts_pages(pages: int) -> None:
    assert dropped(site(pages, PROMO)) == {PROMO: f"stands on {pages} of {pages} pages of tarnvale.com"}


@pytest.mark.parametrize("pages", [1, 2])
def test_one_or_two_pages_are_no_evidence(pages: int) -> None:
    assert dropped(site(pages, PROMO)) == {}


def test_the_page_does_not_count_itself() -> None:
    pages = site(9, PROMO, every=4)  # on the pages 0, 4 and 8
    assert dropped(pages)
    assert dropped([pages[0], *pages[1:8]]) == {}  # on 0 and 4: only one other page


def test_copies_of_an_article_count_once() -> None:
    pages = site(6, PROMO, every=6)
    copies = [RawPage(f"{HOST}/print/{n}", str(pages[0].body) + f"\n\nPrinted {n}") for n in range(5)]
    assert dropped([*pages, *copies]) == {}


REPEATED_BODY = [
    "This is part 4 of our series about the river, in which we walk its whole length and talk to those who live by it.",
    "In this series, Tarnvale looks back at the summer of 2021, one village a week.",
    "A note on names: spellings follow the parish books of the time and differ from those on modern maps.",
    "I write this column in a shed without a telephone; what is wrong in it is my own fault.",
    "The views in this column are mine alone, and not those of Tarnvale.",
    "Preheat the oven to 180 °C and line a tray with baking paper.",
    "Reserve a cup of the cooking water for the sauce, and keep it warm.",
    "Join the two halves of the dough and leave them to rest for an hour.",
    "Réservez au frais pendant une heure, puis étalez la pâte sur la table.",
    "Melt 200 g of dark chocolate (70 %) over a pan of hot water.",
    "“Register every child within three days of its birth,” the ordinance of 1844 demands.",
    "The ordinance told every parish to keep a book of births and to show it once a year.",
    "Names in this story have been changed at the request of the families.",
    "Conclusion",
    "Looking ahead",
    "What happens next",
]


@pytest.mark.parametrize("line", REPEATED_BODY)
@pytest.mark.parametrize("pages", [3, 12, 40])
def test_body_that_repeats_stays(line: str, pages: int) -> None:
    for at, every in ((0, 1), (2, 1), (2, 3), (4, 2)):
        assert dropped(site(pages, line, at=at, every=every)) == {}, (at, every)


@pytest.mark.parametrize("line", REPEATED_BODY)
def test_body_that_repeats_beside_a_promo_stays(line: str) -> None:
    both = site(4, line, PROMO)
    only = [RawPage(f"{HOST}/only/{n}", page.body) for n, page in enumerate(site(8, PROMO))]
    labelled = dropped([*both, *only])
    assert PROMO in labelled
    assert line not in labelled


def test_the_rest_of_the_run_is_dropped_up_to_headings_and_prose() -> None:
    lines = ("A Ceremony of Honour", PROMO, "Tarnvale Robotics Masterclass opens registrations.", "Only 12 left")
    pages = site(8, *lines)
    odd = "Tarnvale Orchards takes new members this spring."
    first = RawPage(f"{HOST}/new", str(pages[0].body).replace("Only 12 left", odd))
    _, labelled = label(first, memory(pages))
    assert set(labelled) == {PROMO, "Tarnvale Robotics Masterclass opens registrations.", odd}
    assert labelled[odd] == "stands beside a dropped line and has words of the promos of tarnvale.com"


def test_a_reason_claims_no_more_than_the_evidence_shows() -> None:
    """A box on the author that always follows a promo is dropped with it, but not called a promo."""
    author = "Mara Quill has walked the northern dales since childhood and keeps bees."
    labelled = dropped(site(9, PROMO, author))
    assert labelled[PROMO] == "stands on 9 of 9 pages of tarnvale.com"
    assert labelled[author] == "stands beside a dropped line here and on 8 other pages of tarnvale.com"
    with_link = "Write to mara@tarnvale.com"
    pages = site(9, PROMO)
    first = RawPage(f"{HOST}/new", str(pages[0].body).replace(PROMO, f"{PROMO}\n\n{with_link}"))
    _, labelled = label(first, memory(pages))
    assert all("promo beside" not in reason for reason in labelled.values())
    assert labelled[with_link] in (
        "stands beside a dropped line and has words of the promos of tarnvale.com",
        "stands beside a dropped line, with a call on the reader, an address on the web and a brand's name",
    )


def test_a_new_edition_in_other_words_is_dropped() -> None:
    site_memory = memory(site(12, PROMO))
    new = "The Tarnvale spring school is back: edition 8 begins in June, register by 3 May and save."
    page = site(1, new)[0]
    assert new in label(page, site_memory)[1]


def test_an_article_about_the_course_keeps_its_course_sentences() -> None:
    site_memory = memory(site(12, PROMO))
    about = "The Tarnvale spring school, now in its eighth edition, begins in June with 40 pupils and two teachers."
    page = site(1, PROMO, about, title="How the Tarnvale spring school fills its rooms")[0]
    _, labelled = label(page, site_memory)
    assert PROMO in labelled
    assert about not in labelled


def test_html_and_flattened_text_share_the_memory() -> None:
    site_memory = memory(site(8, PROMO))
    writer = Writer("en", Random(3))
    marked = PROMO.replace("spring", "<em>spring</em>")
    html = "".join(f"<p>{text}</p>" for text in (writer.paragraph(), marked, writer.paragraph()))
    page = segment(f"<html><body><h1>The weir</h1>{html}</body></html>", f"{HOST}/html")
    labelled = site_memory_labeler(site_memory, "none").label(Reading(page), {})
    assert [page.blocks[i].text for i in labelled] == [PROMO]


SHOP = """<html><head><meta property="og:type" content="product"></head><body><h1>A jug</h1>
<p>{0}</p><p>{1}</p><p>{2}</p><p>12 €</p><button>Add to cart</button></body></html>"""
MANUAL = """<html><head><meta name="generator" content="Sphinx 7"></head><body><h1>A module</h1>
<p>{0}</p><p>{1}</p><p>{2}</p></body></html>"""


@pytest.mark.parametrize("markup", [SHOP, MANUAL])
def test_shops_and_manuals_get_no_labels(markup: str) -> None:
    site_memory = memory(site(8, PROMO))
    writer = Writer("en", Random(3))
    page = segment(markup.format(writer.paragraph(), PROMO, writer.paragraph()), f"{HOST}/x")
    assert site_memory_labeler(site_memory, "none").label(Reading(page), {}) == {}


def test_a_section_of_a_host_is_a_site_of_its_own() -> None:
    mine = [RawPage(f"{HOST}/~ann/{n}", page.body) for n, page in enumerate(site(9, PROMO))]
    others = [RawPage(f"{HOST}/~bob/{n}", page.body) for n, page in enumerate(site(80, "Bob says hello."))]
    _, labelled = label(mine[0], memory([*mine, *others]))
    assert labelled == {PROMO: "stands on 9 of 9 pages of tarnvale.com/~ann"}


def test_the_day_comes_from_the_fetches() -> None:
    from datetime import UTC, datetime

    pages = [
        RawPage(p.url, p.body, fetched_at=datetime(2026, 5, 3 + n, tzinfo=UTC)) for n, p in enumerate(site(5, PROMO))
    ]
    assert dropped(pages)[PROMO] == "stands on 5 of 5 pages of tarnvale.com, first seen 3 May 2026"


SUPPORT = [
    "Your donation keeps the lamp of independent reporting lit on this coast.",
    "If you value what you read here, chip in five pounds a month.",
    "We rely on readers like you, not on owners.",
    "Ihre Spende hält diese Zeitung am Leben.",
    "Sans vos dons, ce journal n'existerait pas.",
    "Tu donación mantiene vivo este periódico.",
    "Наша работа возможна благодаря вашим пожертвованиям.",
]


@pytest.mark.parametrize("call", SUPPORT)
def test_calls_for_support_are_dropped(call: str) -> None:
    pages = site(8, call)
    assert call not in clean(pages[0], memory=memory(pages)).text


@pytest.mark.parametrize(
    "call", ["Support the Tarnvale Post with a gift", "Help us keep the Tarnvale lamp lit", *SUPPORT]
)
def test_a_call_for_support_becomes_no_title(call: str) -> None:
    pages = [RawPage(page.url, f"{call}\n\n{call}\n\n{page.body}") for page in site(8)]
    site_memory = memory(pages)
    titles = [clean(page, memory=site_memory).title for page in pages]
    assert titles == [str(page.body).split("\n\n")[2] for page in pages]


@pytest.mark.parametrize("call", SUPPORT[:3])
def test_an_article_s_own_headline_of_that_kind_stays_its_title(call: str) -> None:
    pages = site(8)
    pages[0] = RawPage(pages[0].url, str(pages[0].body).replace(str(pages[0].body).split("\n\n")[0], call.rstrip(".")))
    assert clean(pages[0], memory=memory(pages)).title == call.rstrip(".")


ELSEWHERE = [
    ("Join the Northway Angels and own a share of a farm.", ""),  # another brand
    ("Get 3 months of Lumo Broadband free when you switch before 1 June.", ""),
    (PROMO, "How Tarnvale found its springs in a dry year"),  # its brand is in the title
    ("1. Register for the spring school, edition 7, by 1 May.", ""),  # as a numbered list
    ("3. Book your seat at the summer supper for £20.", "How Tarnvale found its springs in a dry year"),
]


@pytest.mark.parametrize(("promo", "title"), ELSEWHERE)
def test_a_promo_goes_by_repetition_whatever_its_brand_and_form(promo: str, title: str) -> None:
    pages = site(8, promo, title=title)
    assert promo.lstrip("0123456789. ") not in clean(pages[0], memory=memory(pages)).text
