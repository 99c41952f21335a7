"""The title is what a reader would call it: without the site, without signs, and not the site's own heading."""

from __future__ import annotations

import pytest

from cleaners import Counts, RawPage, clean, count_page, memory_of

PROSE = "<p>The harbour was rebuilt in stone after the flood, and the boats have lain there safely since.</p>" * 4


def title(head: str, body: str, url: str = "https://www.gull.example/a/b") -> str:
    return clean(f"<!doctype html><html><head>{head}</head><body>{body}{PROSE}</body></html>", url).title


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        # The site's name is the only first-level heading.
        ("<title>Harbour rebuilt - Gull Post</title>", "<h1><a href='/'>Gull Post</a></h1><h2>Harbour rebuilt</h2>",
         "Harbour rebuilt"),
        ("<title>Harbour rebuilt | The Shore Book</title>", "<h1>The Shore Book</h1><h2>Harbour rebuilt</h2>",
         "Harbour rebuilt"),
        ("<title>notes.example: 2026.03.05: Six questions</title>",
         "<h1>notes.example</h1><h2>2026.03.05: Six questions</h2>", "Six questions"),
        # Tails of the site.
        ("<title>港口重建完成_本地_河湾网</title>", "", "港口重建完成"),
        ("<title>港口重建完成-河湾新闻网</title>", "", "港口重建完成"),
        ("<title>港口重建完成 – 河湾新闻</title>", "<h2>港口重建完成</h2>", "港口重建完成"),
        ("<title>港を石で建て直す：鴎新聞</title><meta property='og:site_name' content='鴎新聞'>", "",
         "港を石で建て直す"),
        ("<title>港を石で建て直す｜鴎新聞デジタル</title>", "<h1>港を石で建て直す</h1>", "港を石で建て直す"),
        ("<title>Harbour rebuilt – Gull</title><meta property='og:title' content='Harbour rebuilt – Gull'>",
         "<h1>Harbour rebuilt – Gull</h1>", "Harbour rebuilt"),
        ("<title>Gull &bull; View topic - Harbour rebuilt?</title>", "", "Harbour rebuilt?"),
        # Signs and labels.
        ("<title>Reading floats — gulllib 2.4 documentation</title>", "<h1>Reading floats<a href='#x'>¶</a></h1>",
         "Reading floats"),
        ("<title>A Float That Holds</title>", "<h1><span>Title:</span>A Float That Holds</h1>", "A Float That Holds"),
        ("<title>Floats stick in frost · Issue #7 · gull/lib</title>", "<h1>Floats stick in frost <span>#7</span></h1>",
         "Floats stick in frost"),
        # What belongs to a title stays.
        ("<title>Tides: a life - Gull Post</title>", "<h1>Tides: a life</h1><h2>Tides</h2>", "Tides: a life"),
        ("<title>«No boat is safe» - Gull Post</title>", "<h1>«No boat is safe»</h1>", "«No boat is safe»"),
        ("<title>Is the harbour &quot;safe&quot;?</title>", "<h1>Is the harbour 'safe'?</h1>",
         "Is the harbour 'safe'?"),
        ("<title>Le port : une histoire</title>", "<h1>Le port : une histoire</h1>", "Le port : une histoire"),
        ("<title>Opinion | Harbour rebuilt</title>", "<h1>Opinion</h1><h1>Harbour rebuilt</h1>", "Harbour rebuilt"),
        ("<title>Branches - Branches in a Nutshell</title>",
         "<h1>Branches - Branches in a Nutshell</h1><h2>Branches in a Nutshell</h2>",
         "Branches - Branches in a Nutshell"),
        ("<title>Product guide 2025: 12 floats</title>", "<h1>Product guide 2025: 12 floats</h1>",
         "Product guide 2025: 12 floats"),
    ],
)  # fmt: skip
def test_titles(head: str, body: str, expected: str) -> None:
    assert title(head, body) == expected


def test_a_question_is_the_title_of_a_flattened_thread() -> None:
    lines = [
        "Tidegate Community",
        "Sign In",
        "Which pump should I get for a small mill race?",
        "wheelwright",
        "Mar 1, 2026",
    ]
    page = clean("\n\n".join([*lines, *["The pump must lift water two metres, and the mill race is narrow."] * 3]))
    assert page.title == "Which pump should I get for a small mill race?"


PARAGRAPHS = [
    "The three bells of Aubrac have lain under a sheet at the end of the nave for eighty years, and nobody rang them.",
    "The town asked its people whether the bells should hang in the tower again or go to the museum of the next town.",
    "The founder asks for a sum that is what the new roof of the school has cost, and the council will vote.",
]


@pytest.mark.parametrize(
    "above",
    [
        ["Dieser Artikel ist mehr als 2 Jahre alt"],
        ["Politics / January 11, 2024"],
        ["Posts: 412", "Registriert: Do 3. Mai 2012"],
        ["* The man who counts the swifts of Aubrac"],
        ["The nave of Aubrac. OLDFIELD PRESS/Tom Marr/File Photo"],
        ["2.1K views 13 replies 8 participants"],
        ["Home / Culture / Bells of Aubrac"],
    ],
)
@pytest.mark.parametrize(
    "title", ["Who still wants the bells of Aubrac, cast in 1742 and mute since the war?", "The bells of Aubrac"]
)
def test_what_is_no_title_of_flattened_text(above: list[str], title: str) -> None:
    assert clean("\n\n".join([*above, title, "Ann Lee", *above, *PARAGRAPHS])).title == title


def test_what_stands_on_most_pages_of_a_site_is_no_title() -> None:
    call = "Support the Gull Post: three bells need your help"

    def page(number: int, name: str) -> str:
        return "\n\n".join(
            [call, f"{name} hall {number}", *(text.replace("bells", f"{name} {number}") for text in PARAGRAPHS)]
        )

    names = ["lamps", "gates", "boats", "pumps", "clocks"]
    counts = [count_page(RawPage(f"https://gull.example/{i}", page(i, name))) for i, name in enumerate(names)]
    alone, known = (
        clean(page(7, "mills"), memory=memory) for memory in (None, memory_of(Counts("gull.example", counts)))
    )
    assert (alone.title, known.title) == (call, "mills hall 7")


def test_no_reason_before_the_title_where_the_title_is_uncertain() -> None:
    lines = ["A mill and a gate", "A gate and a mill", "A lamp and a gate", "A gate and a lamp", *PARAGRAPHS]
    page = clean("\n\n".join(lines))
    assert all("before the title" not in decision.reason for decision in page.decisions)
