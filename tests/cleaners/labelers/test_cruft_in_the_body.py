"""Lines of the site between two paragraphs go, in HTML and in flattened text; true lines like them stay."""

from __future__ import annotations

import pytest

from cleaners import clean

GO = {
    "sponsored paragraph": [
        "Sponsored: Discover the ropes of Tidewater Cordage at a shop near you.",
        "Anzeige: Jetzt Gezeiten-Strom testen und 50 € Bonus sichern",
        "Publicité : Profitez de nos offres sur les bateaux d'occasion",
        "Реклама: Закажите лодку со скидкой до конца мая",
    ],
    "call for the app": [
        "Download our app and read the news of the harbour first.",
        "Get our free app on Google Play",
        "Laden Sie unsere App, um keine Nachricht zu verpassen.",
        "Descarga nuestra app y entérate antes que nadie",
    ],
    "call for the podcast": [
        "Listen to our podcast wherever you get your podcasts",
        "Subscribe to our daily podcast on Apple Podcasts, or on Spotify",
        "Hören Sie unseren Podcast jeden Freitag",
        "Écoutez notre podcast chaque vendredi",
    ],
    "call for support": [
        "Support our journalism with a gift of any size.",
        "Become a supporter today and keep this site free for all.",
        "Unterstützen Sie unseren Journalismus mit einer Spende.",
        "Soutenez notre journalisme dès un euro par mois",
        "Поддержите нашу редакцию небольшим переводом",
    ],
    "link to the recipe": [
        "Jump to Recipe",
        "Print Recipe",
        "Jump to Recipe Print Recipe",
        "Zum Rezept springen",
        "Aller à la recette",
    ],
    "advertisement that is not there": [
        "Ad failed to load",
        "Anzeige konnte nicht geladen werden",
        "La publicité n’a pas pu être chargée",
        "No se pudo cargar el anuncio",
    ],
    "tags": ["#harbour #storm #wall", "#hafen #sturm", "#puerto, #tormenta"],
    "note on what the site earns or answers for": [
        "This post contains affiliate links. If you buy through them, we may earn a commission.",
        "The views expressed in this article are those of the author.",
        "This article was produced in partnership with Lumo.",
        "This article is for informational purposes only and does not constitute financial advice.",
        "Dieser Beitrag enthält Affiliate-Links.",
        "Cet article contient des liens affiliés.",
        "Este artículo contiene enlaces de afiliados.",
    ],
}
STAY = [
    "Sponsored: nobody, since the guild had no money.",
    "Sponsors of the wall met on Monday.",
    "Anzeige: Das Wort stand früher über jeder Bekanntmachung des Rates.",
    "The app of the ferry shows when the next boat leaves.",
    "Listen to the tide before you listen to the harbour master.",
    "Support for our harbour came from three towns.",
    "Become a sailor first and a captain later, the old men say.",
    "Unterstützen sollte den Hafen zuerst die Stadt selbst.",
    "Jump to the recipe for disaster: a wall without footings.",
    "The ad failed to load a single boat with passengers.",
    "#1 of the boats came home first.",
    "The commission will earn its fee when the wall stands.",
    "The views expressed in this article of 1911 were those of the mayor.",
    "Nobody asked for financial advice.",
]


def _html(lines):
    body = "".join(f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>{lines[0]}</title></head><body><h1>{lines[0]}</h1>{body}</body></html>"


def _text(lines):
    return "\n\n".join(lines)


def _removed_by_rules(page, line):
    return [d.decided_by for d in page.removed if d.block.text == line and d.decided_by != "model"]


@pytest.mark.parametrize("write", [_html, _text])
@pytest.mark.parametrize("line", [line for lines in GO.values() for line in lines])
def test_goes_from_between_paragraphs(prose, headline, write, line):
    page = clean(write([headline, *prose[:2], line, *prose[2:]]))
    assert _removed_by_rules(page, line) != []
    assert all(text in page.text for text in prose)


@pytest.mark.parametrize("write", [_html, _text])
@pytest.mark.parametrize("line", STAY)
def test_stays_between_paragraphs(prose, headline, write, line):
    assert _removed_by_rules(clean(write([headline, *prose[:2], line, *prose[2:]])), line) == []


@pytest.mark.parametrize(
    "label", ["Read more", "RELATED", "Watch", "Mehr", "Lire aussi", "Mira", "Guarda", "Видео", "Zobacz"]
)
def test_line_that_links_another_article_goes(prose, headline, label):
    link = f'<strong>{label}: <a href="/lamp">The lamp on the quay goes dark</a></strong>'
    assert "The lamp on" not in clean(_html([headline, *prose[:2], link, *prose[2:]])).text
    plain = f"{label}: the lamp on the quay has gone dark, and <a href='/lamp'>so</a> has the town."
    assert "has gone dark" in clean(_html([headline, *prose[:2], plain, *prose[2:]])).text


def test_linked_tags_go_and_a_list_of_topics_stays(in_html):
    links = "<p>Tags: <a href='/t/sea'>sea</a>, <a href='/t/wall'>sea wall</a></p>"
    assert in_html("rules.tags", middle=links) == ["Tags: sea, sea wall"]
    assert in_html("rules.tags", middle="<p>Topics: sea, sea wall and boats</p>") == []
