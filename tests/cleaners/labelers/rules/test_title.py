"""The title: which line is labelled, which copies are dropped, which lines only look like copies."""

from __future__ import annotations

from cleaners.labelers.rules.title import label as label_title
from cleaners.reading import Reading
from cleaners.segment import segment_html, segment_text


def _title(page):
    return [page.blocks[i].text for i, label in label_title(Reading(page), {}).items() if label.role == "title"]


def test_keeps_first_copy_and_drops_the_others(in_text, prose, headline):
    page = segment_text("\n".join(["Home", headline, headline, *prose]))
    labels = label_title(Reading(page), {})
    assert [page.blocks[i].text for i, v in labels.items() if v.kept] == [headline]
    assert next(i for i, v in labels.items() if v.kept) == 1
    assert in_text("rules.title", head=[headline.upper(), f"{headline} | The Quay"]) != []


def test_drops_copy_with_site_name(in_html, headline):
    assert in_html("rules.title", head=f"<div>{headline} | The Quay</div>") == [f"{headline} | The Quay"]


def test_title_of_html_is_the_heading_the_head_declares(prose, headline):
    head = f"<head><title>{headline} - The Quay</title></head>"
    body = f"<h1>The Quay</h1><h2>{headline}</h2>" + "".join(f"<p>{text}</p>" for text in prose)
    assert _title(segment_html(f"<html>{head}<body>{body}</body></html>")) == [headline]


def test_a_short_heading_is_the_title_where_the_head_begins_with_it_and_not_where_it_is_the_site(prose):
    page = "<html><head><title>{} - Far Coast</title>{}</head><body><h1>Lamps</h1>{}</body></html>"
    text = "".join(f"<p>{line}</p>" for line in prose)
    named = '<meta property="og:site_name" content="Lamps">'
    assert _title(segment_html(page.format("Lamps", "", text))) == ["Lamps"]
    assert _title(segment_html(page.format("Sheds", "", text))) == []
    assert _title(segment_html(page.format("Lamps", named, text))) == []


def test_title_of_flattened_text_below_a_menu(prose, headline):
    lines = ["Home", "News", "Sport", "Weather", headline, "By Ann Lee", "May 2, 2025", *prose]
    assert _title(segment_text("\n\n".join(lines))) == [headline]


def test_spares_refrain_far_below(in_text, prose, headline):
    assert in_text("rules.title", tail=["A line", *prose, headline]) == []


def test_spares_body_headings(in_text):
    assert in_text("rules.title", middle=["A harbour town"]) == []


def test_a_page_of_prose_alone_has_no_title(prose):
    assert _title(segment_text("\n\n".join(prose))) == []


def test_one_arrow_is_a_title_and_two_are_a_path(prose):
    for sign in (">", "›", "»", "→", "/"):
        path, title = f"Home {sign} Radio {sign} Valves", f"From valves {sign} transistors in ten years"
        assert _title(segment_text("\n\n".join([path, title, *prose]))) == [title]
        assert _title(segment_text("\n\n".join([path, *prose]))) == []


def test_a_copy_without_the_name_of_the_site_that_the_title_has_is_dropped_and_a_line_that_begins_like_it_stays(prose):
    title = "The mill wheel turns again | The Quay"
    page = segment_text("\n".join(["The mill wheel turns again", "", title, "", *prose, "", "The mill wheel"]))
    labels = label_title(Reading(page), {})
    assert _title(page) == [title]
    assert [page.blocks[i].text for i, label in labels.items() if not label.kept] == ["The mill wheel turns again"]
