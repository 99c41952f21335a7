"""Short lines of flattened text that belong to the body stay in every language; menus and other articles go."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cleaners import clean

AMOUNTS = ["200 g", "1 TL", "2", "3 EL", "40 ml", "1/2", "1", "0,5 l"]
WALK = {
    "fi": (
        "Polku alkaa vanhan myllyn takaa ja kulkee kaksi kilometriä joen vartta, kunnes se nousee harjulle.",
        "Reppuun mukaan", ["Vettä", "Eväät", "Kartta ja kompassi", "Sadetakki"], "Lue myös", "Uusi silta valmistui",
    ),
    "hu": (
        "A régi malom mögül induló ösvény két kilométeren át követi a folyót, majd felkapaszkodik a dombra.",
        "Mit vigyünk magunkkal", ["Víz", "Szendvics", "Térkép és iránytű", "Esőkabát"], "Kapcsolódó cikkek", "Új híd",
    ),
    "de": (
        "Der Weg beginnt hinter der alten Mühle und folgt zwei Kilometer dem Bach, bevor er auf den Hügel steigt.",
        "Das kommt in den Rucksack", ["Wasser", "Brote", "Karte", "Regenjacke"], "Mehr zum Thema", "Neue Brücke fertig",
    ),
}  # fmt: skip
RECIPES = {
    "de": ("Zutaten", "Mehl", "Das könnte dich auch interessieren"),
    "fr": ("Ingrédients", "farine", "À lire aussi"),
    "pl": ("Składniki", "mąki", "Czytaj też"),
    "sv": ("Ingredienser", "mjöl", "Läs också"),
    "uk": ("Інгредієнти", "борошна", "Читайте також"),
    "ja": ("材料", "小麦粉", "関連記事"),
    "hi": ("सामग्री", "आटा", "यह भी पढ़ें"),
}


def kept_of(lines: Sequence[str], of: Sequence[str]) -> list[str]:
    page = clean("\n".join(lines))
    return [decision.block.text for decision in page.decisions if decision.kept and decision.block.text in of]


@pytest.mark.parametrize("language", RECIPES)
def test_ingredients_below_the_text(language, prose):
    heading, flour, related = RECIPES[language]
    items = [f"{amount} {flour}" for amount in AMOUNTS] + [flour]
    lines = [
        "Cake of the harbour",
        *prose,
        heading,
        *items,
        related,
        "A walk along the quay",
        "Ten ways to boil an egg",
    ]
    assert kept_of(lines, [heading, *items, related, *lines[-2:]]) == [heading, *items]


@pytest.mark.parametrize("language", WALK)
def test_a_list_under_a_heading_of_its_own(language):
    text, heading, items, label, other = WALK[language]
    lines = ["Old mill to hill", text, text.replace(",", " –"), text[:-1] + "!", heading, *items, label, other]
    assert kept_of(lines, [heading, *items, label, other]) == [heading, *items]


def test_facts_verse_and_a_last_sentence(prose):
    facts = ["Goals: Wolf 71, Sowa 90", "Referee: A. Lip", "Crowd: 2100"]
    verse = ["Haul over, haul over,", "the evening is long,", "the chain lies so deep", "in the water of song."]
    for last in (facts, verse, ["The lamp is lit."], ["...", "The lamp is lit."]):
        assert kept_of(["The harbour light", *prose, *last, "Related articles", "A gate"], last) == last


def test_a_refrain_and_dots_in_the_body(prose):
    refrain = ["Haul over, haul over,", "the evening is long."]
    lines = ["The ferry of Oosterdam", *prose[:2], *refrain, "...", *refrain, *prose[2:]]
    assert kept_of(lines, [*refrain, "..."]) == [*refrain, "...", *refrain]


def test_the_lines_of_a_console(prose):
    console = [">>> for part in tide:", "...     print(part)", ">>> part", "'ebb'"]
    lines = ["Reading the tide", *prose[:2], *console, *prose[2:]]
    assert kept_of(lines, console) == console


@pytest.mark.parametrize(
    "tail",
    [
        ["Contact", "Imprint", "Privacy", "About us"],
        ["Topics", "Sea walls", "Harbours", "Storms"],
        ["Mehr zum Thema", "Der Leuchtturm bekommt eine neue Lampe", "Zehn Wege an der Küste"],
        ["Most read", "1 Why the clock is slow", "2 Chess in the market hall", "3 A fox in the yard"],
        ["Anna Quill", "Reporter", "@quill", "3 hours ago"],
        ["Read more ..."],
    ],
)
def test_spares_no_menu_tags_or_other_articles(tail, prose):
    assert kept_of(["A harbour town rebuilds its old sea wall", *prose, *tail], tail) == []
