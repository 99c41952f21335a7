"""Hidden text is not part of the article; text beside it, and text that a click shows, is.

Each case is one way to hide text. Those marked "wild" occur on the labelled pages of the web,
the others do not.
"""

from __future__ import annotations

from typing import Any

import pytest

from cleaners import CleanPage, clean
from cleaners.segment import segment
from cleaners.segment.stylesheet import _MAX_COMPARISONS
from cleaners.selectors import Compound

PROSE = (
    "The ferry across the sound was taken out of service in the spring, after forty years in which it had "
    "missed fewer crossings than anybody on the island could remember, and a bridge was never built.",
    "Its engine now stands in the school, where the pupils take it apart each autumn and put it together "
    "again before the summer, and it has never once refused to start when the wheel is turned.",
    "The council has asked three yards what a new ferry would cost, and has put their answers on the wall "
    "of the town hall, where everybody may read them and write underneath what they think of it.",
    "Nobody has written anything so far except for one pupil, who drew a boat with three funnels and a slide, "
    "and whose drawing the yard in the north has since asked to borrow for its own wall.",
    "Until there is an answer the post comes by helicopter, twice a week and never when there is fog, which "
    "on this coast means that the newspaper of Monday is read on Thursday by the whole of the harbour.",
)
WORDS = "The captain had kept a second log in which he wrote down the weather of every single day."
WILD, OTHER = "wild", "other"

HIDDEN = [
    # By the element's own style.
    (WILD, "", '<p style="display:none">{}</p>'),
    (WILD, "", '<div style="color:red; DISPLAY : none !important"><p>{}</p></div>'),
    (WILD, "", '<div style="visibility: hidden"><p>{}</p></div>'),
    (OTHER, "", '<p style="visibility:collapse">{}</p>'),
    (WILD, "", '<p style="opacity:0;pointer-events:none">{}</p>'),
    (WILD, "", '<p style="font-size:0px;line-height:0">{}</p>'),
    (OTHER, "", '<p style="content-visibility:hidden">{}</p>'),
    (WILD, "", '<div style="position: absolute; left: -5000px;"><p>{}</p></div>'),
    (WILD, "", '<div style="position:fixed;left:-200vw"><p>{}</p></div>'),
    (OTHER, "", '<p style="position:absolute;top:-9999em">{}</p>'),
    (OTHER, "", '<p style="margin-left:-10000px">{}</p>'),
    (OTHER, "", '<p style="transform:translateX(-9999px)">{}</p>'),
    (WILD, "", '<p style="text-indent:-9999px">{}</p>'),
    (WILD, "", '<p style="position:absolute;transform:scale(0)">{}</p>'),
    (WILD, "", '<p style="border:0;position:absolute;height:1px;width:1px;clip:rect(1px,1px,1px,1px)">{}</p>'),
    (OTHER, "", '<p style="clip-path:inset(50%)">{}</p>'),
    (WILD, "", '<div style="width:0px;height:0;overflow:hidden"><p>{}</p></div>'),
    (OTHER, "", '<div style="height:1px;width:1px;overflow:hidden"><p>{}</p></div>'),
    (OTHER, "", '<div style="max-height:0;overflow:hidden"><p>{}</p></div>'),
    (OTHER, "", '<p style="color:#fff;background:#FFFFFF">{}</p>'),
    (OTHER, "", '<p style="color: rgb(255, 255, 255); background-color: white">{}</p>'),
    (OTHER, "", '<p style="color:transparent">{}</p>'),
    # By attributes and by what the element is.
    (WILD, "", "<div hidden><p>{}</p></div>"),
    (WILD, "", "<dialog><p>{}</p></dialog>"),
    (WILD, "", "<div popover><p>{}</p></div>"),
    (WILD, "", '<p class="note screen-reader-text">{}</p>'),
    (WILD, "", '<p class="sr-only">{}</p>'),
    (WILD, "", '<p class="visually-hidden">{}</p>'),
    (WILD, "", "<template><p>{}</p></template>"),
    (WILD, "", "<svg><title>{}</title></svg>"),
    # By a style sheet of the page.
    (WILD, ".q7{{display:none}}", '<p class="q7">{}</p>'),
    (WILD, "/* a */ a, .x > .q7 , b {{ color: red; display: none; }}", '<div class="x"><p class="q7">{}</p></div>'),
    (WILD, "#late{{display:none!important}}", '<p id="late">{}</p>'),
    (WILD, "@media (min-width: 810px){{.v-9k{{display:none}}}}", '<div class="v-9k"><p>{}</p></div>'),
    (WILD, "[data-off=true]{{display:none}}", '<p data-off="true">{}</p>'),
    (WILD, ".x .q7{{visibility:hidden}}", '<div class="x"><div><p class="q7">{}</p></div></div>'),
    (WILD, ".q7{{height:0;overflow:hidden}}", '<div class="q7"><p>{}</p></div>'),
    (WILD, ".q7{{clip:rect(1px,1px,1px,1px);position:absolute}}", '<p class="q7">{}</p>'),
    (WILD, ".q7{{font-size:0}}", '<p class="q7">{}</p>'),
    (WILD, "#mark{{text-indent:-9999px}}", '<p id="mark">{}</p>'),
    (WILD, ".q7{{opacity:0}}", '<p class="q7">{}</p>'),
    (OTHER, "aside.q7.r8{{position:absolute;left:-9999px}}", '<aside class="r8 q7"><p>{}</p></aside>'),
    (OTHER, "p.q7{{color:#000;background:#000}}.z{{display:none}}", '<p class="q7 z">{}</p>'),
    (OTHER, ".q7{{display:block}} .x .q7{{display:none}}", '<div class="x"><p class="q7">{}</p></div>'),
    (OTHER, ".menu .q7{{display:none}} .open .q7{{display:block}}", '<div class="menu"><p class="q7">{}</p></div>'),
]

SHOWN = [
    ("", '<p style="display:block">{}</p>'),
    ("", '<p style="display:none;display:block">{}</p>'),
    ("", '<p style="opacity:0.9;font-size:0.9em;line-height:0">{}</p>'),
    ("", '<p style="position:absolute;left:-20px;top:0">{}</p>'),
    ("", '<p style="margin-left:-15px;text-indent:-1em">{}</p>'),
    ("", '<p style="height:0">{}</p>'),
    ("", '<p style="height:0;overflow:visible">{}</p>'),
    ("", '<p style="color:#fff;background:#000">{}</p>'),
    ("", '<p style="color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text">{}</p>'),
    ("", '<p style="background:url(none.png) no-repeat;text-decoration:none;overflow:hidden">{}</p>'),
    ("", '<p style="transform:scale(0.9);clip-path:inset(5%)">{}</p>'),
    ("", "<dialog open><p>{}</p></dialog>"),
    ("", '<div hidden="until-found"><p>{}</p></div>'),
    ("", "<details><summary>More</summary><p>{}</p></details>"),
    ("", '<div role="tabpanel" hidden><p>{}</p></div>'),
    ("", '<div class="accordion-panel" style="max-height:0;overflow:hidden"><p>{}</p></div>'),
    ("", '<div class="MuiCollapse-root" style="visibility:hidden"><p>{}</p></div>'),
    ("", '<div class="tab-pane" style="display:none"><p>{}</p></div>'),
    ("", '<div id="read-more" class="readmore" style="display:none"><p>{}</p></div>'),
    ("", '<div x-show="open" x-collapse style="display:none"><p>{}</p></div>'),
    ("", '<div role="region" aria-labelledby="h1" hidden><p>{}</p></div>'),
    ("", '<p aria-hidden="true">{}</p>'),
    ("", "<noscript><p>{}</p></noscript>"),
    ("", '<div><template shadowrootmode="open"><p>{}</p></template></div>'),
    (".q7{{display:none}}", '<p class="q70 q-7">{}</p>'),
    (".q7{{display:none}} .q7{{display:block}}", '<p class="q7">{}</p>'),
    ("p.q7{{display:block}} .q7{{display:none}}", '<p class="q7">{}</p>'),
    (".q7{{display:block!important}} #a{{display:none}}", '<p class="q7" id="a">{}</p>'),
    (".q7{{display:none}}", '<p class="q7" style="display:block">{}</p>'),
    ("@media print{{.q7{{display:none}}}}", '<p class="q7">{}</p>'),
    ("@media only screen and (max-width:600px){{.a{{color:red}}.q7{{display:none}}}}", '<p class="q7">{}</p>'),
    ("@keyframes in{{from{{opacity:0}}to{{opacity:1}}}} .q7{{animation:in 1s}}", '<p class="q7">{}</p>'),
    (".x > .q7{{display:none}}", '<div class="x"><div><p class="q7">{}</p></div></div>'),
    (".q7:hover{{display:none}} .q7::before{{display:none}} .q7:empty{{display:none}}", '<p class="q7">{}</p>'),
    (".q7:not(.on){{display:none}}", '<p class="q7 on">{}</p>'),
    (".no-js .q7{{display:none}} [x-cloak]{{display:none}}", '<div class="no-js" x-cloak><p class="q7">{}</p></div>'),
    (".a + .q7{{display:none}}", '<p class="a">A</p><p class="q7">{}</p>'),
    (".part{{display:none}} .part.open{{display:block}}", '<div class="part"><p>{}</p></div>'),
    (".tabs .pane{{display:none}}", '<div class="tabs"><div class="pane"><p>{}</p></div></div>'),
    ("/* .q7{{display:none}} */", '<p class="q7">{}</p>'),
]


SECRET = "Nobody who reads this page with a browser ever sees this long sentence on cheap pills and poker in it."


def page_with(css: str, markup: str, words: str = WORDS) -> CleanPage:
    style = f"<style>{css.format()}</style>" if css else ""
    rest = "".join(f"<p>{text}</p>" for text in PROSE[2:])
    return clean(
        f"<!doctype html><html><head><title>The old ferry</title>{style}</head><body><main><h1>The old ferry</h1>"
        f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>{markup.format(words)}{rest}</main></body></html>"
    )


@pytest.mark.parametrize(("where", "css", "markup"), HIDDEN)
def test_what_no_reader_sees_is_not_in_the_body(where: str, css: str, markup: str) -> None:
    page = page_with(css, markup)
    assert WORDS not in page.text
    assert WORDS not in page.markdown
    assert all(text in page.text for text in PROSE)
    for decision in page.decisions:
        if decision.block.text == WORDS:
            assert decision.decided_by == "rules.hidden"
            assert decision.evidence


@pytest.mark.parametrize(("where", "css", "markup"), HIDDEN)
def test_its_visible_twin_stays(where: str, css: str, markup: str) -> None:
    page = page_with(css, markup + f"<p>{WORDS}</p>")
    assert page.text.count(WORDS) == 1


@pytest.mark.parametrize(("css", "markup"), SHOWN)
def test_what_is_shown_or_a_click_away_is_not_called_hidden(css: str, markup: str) -> None:
    page = page_with(css, markup)
    assert [decision.block.hidden for decision in page.decisions if decision.block.text == WORDS] == [""]


def test_half_of_the_variants_are_from_the_web() -> None:
    wild = [case for case in HIDDEN if case[0] == WILD]
    assert len(HIDDEN) >= 30
    assert 2 * len(wild) >= len(HIDDEN)


@pytest.mark.parametrize(
    "markup",
    [
        '<p>{}</p><div aria-hidden="true"><p>{}</p></div>',
        "<p>{}</p><noscript><p>{}</p></noscript>",
        '<p><span aria-hidden="true">{}</span> <span>{}</span></p>',
        '<div class="marquee"><div>{}</div><div aria-hidden="true"><span>{}</span></div></div>',
    ],
)
def test_of_two_copies_the_one_for_machines_goes(markup: str) -> None:
    page = page_with("", markup.replace("{}", WORDS))
    assert page.text.count(WORDS) == 1
    assert sum(WORDS in decision.block.text for decision in page.decisions) == 2


def test_a_sentence_goes_on_after_hidden_words_in_it() -> None:
    page = page_with("", '<p>The <b>old <i style="display:none">(not new)</i> ferry</b> had two masts and a bell.</p>')
    assert "The old ferry had two masts and a bell." in page.text
    assert "**old ferry**" in page.markdown
    assert [decision.block.text for decision in page.removed if decision.block.hidden] == ["(not new)"]


def test_invisible_characters_between_letters_are_removed() -> None:
    spelt = "\u200b".join(WORDS) + "\U000e0041\U000e0042"
    page = page_with("", "<p>{}</p>", spelt)
    assert WORDS in page.text


def test_a_cause_that_hides_most_of_a_page_counts_as_shown_by_a_script() -> None:
    style = "<style>.s{opacity:0}</style>"
    page = clean(f"<html><head>{style}</head><body>" + "".join(f'<p class="s">{text}</p>' for text in PROSE))
    assert all(text in page.text for text in PROSE)
    assert "shown by script: opacity: 0, by a style sheet" in page.notes


def test_hidden_prose_counts_as_shown_by_a_script_among_many_links() -> None:
    menu = "".join(f"<li><a href=/{number}>Harbour news of day {number}</a></li>" for number in range(60))
    body = "".join(f'<p class="s">{text}</p>' for text in PROSE)
    page = clean(f"<html><head><style>.s{{display:none}}</style></head><body><ul>{menu}</ul>{body}")
    assert all(text in page.text for text in PROSE)
    assert "shown by script: display: none, by a style sheet" in page.notes


def test_less_than_half_of_the_prose_stays_hidden() -> None:
    shown = "".join(f"<p>{text}</p>" for text in PROSE)
    page = clean(f'<html><head><style>.s{{display:none}}</style></head><body>{shown}<p class="s">{SECRET}</p>')
    assert SECRET not in page.text
    assert not any(note.startswith("shown by script") for note in page.notes)


@pytest.mark.parametrize(
    "sentence",
    [
        "渡轮在春天停运，四十年来它很少错过一班，岛上的人都记得。",
        "渡し船は春に運航をやめ、四十年間ほとんど欠航しなかった。",
        PROSE[0],
    ],
)
def test_what_holds_most_of_the_prose_of_any_script_is_shown_by_a_script(sentence: str) -> None:
    menu = "".join(f"<li><a href=/{name}>{name} news and views of the day</a></li>" for name in range(40))
    hidden = f'<div id="js_content" style="visibility: hidden">{f"<p>{sentence * 3}</p>" * 4}</div>'
    page = clean(f"<title>Ferry</title><body><ul>{menu}</ul>{hidden}")
    assert sentence in page.text
    assert "shown by script: visibility: hidden" in page.notes


@pytest.mark.slow
@pytest.mark.parametrize(
    "css",
    [
        "".join(f".q{n} .a{{display:none}}" for n in range(300)) + ".a{display:none}",
        ".a{display:none!important}" + "".join(f"div .a{{display:block;top:{n}px}}" for n in range(200)),
    ],
    ids=["rules that hide", "rules that show"],
)
def test_comparisons_are_bounded_and_elements_beyond_the_bound_are_shown(
    css: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    comparisons = 0
    matches = Compound.matches

    def counted(*arguments: Any) -> bool:
        nonlocal comparisons
        comparisons += 1
        return matches(*arguments)

    monkeypatch.setattr(Compound, "matches", counted)
    lines = "".join(f"<div><p class=a>Line number {n}</p></div>" for n in range(6_000))
    page = segment(f"<style>{css}</style><section>{'<div>' * 45}{lines}{'</div>' * 45}</section><p>{WORDS * 900}")
    hidden = [bool(block.hidden) for block in page.blocks]
    assert (hidden[0], hidden[5_999]) == (True, False)
    assert hidden == sorted(hidden, reverse=True)
    assert comparisons < 2 * _MAX_COMPARISONS
