"""Sentences of an article that begin or end like cruft stay, wherever they stand; what they resemble goes.

For each rule, in several languages: lines that it must leave alone above, in and below the body, and lines
of the same kind that it must drop in at least one of these places.
"""

from __future__ import annotations

import pytest

from cleaners import clean

STAY = {
    "rules.cookies": [
        "We use cookies to improve your experience, the banner said; the fishermen had never seen one.",
        "We use cookies for the base and butter for the rest.",
        "Wir verwenden Cookies als Boden und Quark für die Füllung.",
        "„Diese Website verwendet Cookies“, sagte der Bildschirm, und sonst nichts.",
        "Nous utilisons des cookies au chocolat pour le fond du gâteau.",
        "« Ce site utilise des cookies », disait l'écran, et rien d'autre.",
        "Utilizamos cookies de avena para la base de la tarta.",
        "«Мы используем cookie на этом сайте», — сказал экран и погас.",
    ],
    "rules.login": [
        "Register to vote at the town hall before the second of May.",
        "You must be logged in, the old sign at the sawmill said, before the saw will start.",
        "Sign in to see the lamp, and sign out when you leave the tower.",
        "You have 3 free days left, the captain said.",
        "Log in to the winter: so the foresters call the first day of felling.",
        "Bitte melden Sie sich beim Pförtner an, um den Turm zu sehen.",
        "Sie müssen angemeldet sein, sagte der Pförtner, um den Turm zu sehen.",
        "Veuillez vous inscrire à la mairie pour le repas des anciens.",
        "Debes estar registrado en el censo para votar el domingo.",
        "Чтобы войти в гавань ночью, нужно знать огни.",
        "Musisz się zalogować, mówił strażnik, aby wejść na wieżę.",
    ],
    "rules.byline": [
        "Posted by hand on 3 May 1916, the letter took two weeks to cross the bay.",
        "Published on 3 May 1916, the book sold out in a week.",
        "By Christmas, the whole village had been told.",
        "By Monday, Ann Lee and her brothers knew what the sea had taken.",
        "Von Ostern an, sagte Max Müller, bleibt die Schleuse offen.",
        "Par Marseille, le voyage dure trois jours de plus en hiver.",
        "Por San Juan, la playa entera era una hoguera.",
        "Publicado el 3 de mayo de 1916, el libro se agotó en una semana.",
    ],
    "rules.footer": [
        "© is a sign, not a right: the law of 1911 gave the right without it.",
        "Copyright law was changed in 1976, and the drawings became free.",
        "“All rights reserved” is what the notice says, and nobody reads it.",
        "All rights reserved for the crown were sold to the town in 1820.",
        "Powered by two diesel engines",
        "Alle Rechte vorbehalten war in die Glocke graviert.",
        "© ist ein Zeichen, kein Recht: so steht es im Gesetz.",
        "© est un signe et non un droit, dit la loi de 1911.",
    ],
    "rules.newsletter": [
        "Get up at five, the newsletter of the parish said, and see the tide.",
        "Support for the newsletter fell when its editor left the town.",
        "Join two ropes as the mailing list of the guild was told to do.",
        "Jetzt, schrieb der Pfarrer im Newsletter, wurde die Mauer gebaut.",
        "Recevez-la bien, disait la lettre d'information du curé à ses lecteurs.",
        "Recibe el mar, decía el boletín de la parroquia.",
    ],
    "rules.credits": [
        "Picture by picture, Ann Lee filled the wall of the town hall.",
        "Photo by photo the year went by.",
        "© is a sign, not a right.",
        "The town sells its drawings to Getty.",
        "He came home via Reuters.",
        "Image by image, the film was put together.",
        "Bild für Bild, sagte Max Müller, wurde der Saal heller.",
    ],
    "rules.comment_form": [
        "Your email will not reach the island before Tuesday.",
        "By posting a comment on the door, Luther had begun something new.",
        "Your email address is your passport",
    ],
    "rules.leaked_code": ["Write .sea-wall { color: blue; margin: 0 } and every sea-wall on the page turns blue."],
    "rules.counters": ["Two comments", "Views: a history", "12 houses", "3 : 2", "Lectures of 1912"],
    "rules.share": ["Share this soup with the people you love.", "Follow us, the guide said."],
    "rules.tags": [
        "Topics: the sea, said the programme, and the people who live by it.",
        "Posted in Cork, the letter arrived in May.",
        "Themen: Was das Meer nahm und was es gab.",
        "#1 was the harbour master's boat",
    ],
    "rules.related": [
        "See also: what the harbour master wrote in his log, which nobody did.",
        "Siehe auch: so schrieb der Küster an den Rand jeder Seite.",
        "Voir aussi : c'est ce que disait la pancarte au bout du quai.",
    ],
    "rules.ads": [
        "Advertisement, 1911: “Ropes for every need.”",
        "Anzeige erstattete niemand.",
        "PR was in its infancy.",
    ],
    "rules.pager": [
        "Page 12 is missing from the log.",
        "Next year the wall will be painted.",
        "1 of the 2 boats sank.",
    ],
}

GO = {
    "rules.cookies": [
        "We use cookies to improve your experience on this site.",
        "Wir verwenden Cookies, um Ihr Nutzererlebnis auf dieser Webseite zu verbessern.",
        "Nous utilisons des cookies pour améliorer votre expérience de navigation.",
        "Utilizamos cookies propias y de terceros para analizar la navegación.",
        "Мы используем cookie, чтобы сайт работал лучше.",
        "当サイトではcookieを使用しています。続行すると同意したものとみなされます。",
    ],
    "rules.login": [
        "You must be logged in to post a comment.",
        "Please sign in to continue reading this article.",
        "Log in to read the rest of this story.",
        "You have 3 free articles left this month.",
        "Il vous reste 2 articles gratuits à lire ce mois-ci.",
        "Bitte melden Sie sich an, um einen Kommentar zu schreiben.",
        "Veuillez vous connecter pour répondre à ce sujet.",
        "Debes iniciar sesión para publicar un comentario.",
        "Чтобы оставить комментарий, необходимо авторизоваться на сайте.",
        "Musisz być zalogowany, aby dodać komentarz.",
    ],
    "rules.byline": [
        "Posted by admin on 3 May 2016",
        "Published on 3 May 2016 at 9:15 p.m.",
        "By Ann Lee, Harbour Reporter",
        "Von Max Müller, Kiel",
        "Par Anne Martin, Marseille",
        "Publicado el 3 de mayo de 2016 por Ana Ruiz",
    ],
    "rules.footer": [
        "© 2025 The Quay Ltd. All rights reserved. No part of this site may be copied.",
        "Copyright © The Quay 1999-2026",
        "© Kurier Verlag GmbH",
        "Powered by WordPress",
        "© 2025 Le Quai. Tous droits réservés.",
    ],
    "rules.newsletter": [
        "Get our newsletter every Friday",
        "Sign up for our free newsletter and read it before breakfast.",
        "Recevez notre newsletter chaque matin",
        "Recibe nuestro boletín cada mañana",
        "Abonnieren Sie unseren Newsletter",
    ],
    "rules.credits": [
        "Photo by Ann Lee",
        "Photo: courtesy of Ann Lee",
        "Foto: dpa",
        "© Ann Lee",
        "Bild: Max Müller / dpa",
    ],
    "rules.comment_form": ["Your email will not be published.", "Your e-mail address will never be shared."],
    "rules.leaked_code": [".td-icon{color:#fff;margin:0} .td-x{padding:2px}"],
    "rules.tags": ["Topics: sea, harbour, boats", "#sea #harbour"],
}


def _cases(table):
    return [(rule, line) for rule, lines in table.items() for line in lines]


@pytest.mark.parametrize(("rule", "line"), _cases(STAY))
def test_spares_what_only_begins_like_it(in_text, rule, line):
    assert [in_text(rule, **{place: [line]}) for place in ("head", "middle", "tail")] == [[], [], []]


@pytest.mark.parametrize(("rule", "line"), _cases(GO))
def test_drops_what_it_looks_for(in_text, rule, line):
    assert any(line in in_text(rule, **{place: [line]}) for place in ("head", "middle", "tail"))


def test_masks_of_dates_that_a_sentence_is_about(in_text):
    assert in_text("rules.date_box", middle=["DD", "MM", "YYYY", "is how the harbour office writes a day."]) == []
    about = "Write YYYY for the year, as the harbour office does, and leave the rest of the line to the clerk."
    assert in_text("rules.date_box", middle=[about, "DD", "MM", "YYYY"]) == []
    assert in_text("rules.date_box", middle=["DD", "MM", "YYYY"]) == ["DD", "MM", "YYYY"]


def test_brackets_of_a_program_are_no_separators(in_text):
    assert in_text("rules.separators", middle=["print_all(boats, end='');", ")", "]);"]) == []
    assert in_text("rules.separators", middle=["* * *", "---", "»"]) == ["* * *", "---", "»"]


def test_code_that_the_article_announces_is_no_leak(in_text):
    assert in_text("rules.leaked_code", middle=["Add this line:", ".box{color:red;margin:0}"]) == []


def test_numbered_parts_are_no_counts(of_lines, prose, headline):
    assert of_lines("rules.counters", [headline, "1", *prose[:2], "2", *prose[2:]]) == []


def test_networks_that_the_page_is_about_are_no_share_bar(in_text):
    about = "The town tried Facebook and then Twitter, and went back to the board beside the church door in the end."
    assert in_text("rules.share", middle=[about, "Facebook", "Twitter"]) == []
    assert in_text("rules.share", tail=["Facebook", "Twitter"]) == ["Facebook", "Twitter"]


def test_a_count_under_every_post_goes_and_a_single_answer_stays():
    posts = ["How long do you season apple wood before it is cut into cogs for a mill?", "Four years, and never less."]
    page = clean("\n\n".join(["Apple wood", posts[0], "2 Likes", posts[1], "3 Likes"]), "https://forum.example/t/1")
    assert [text for text in ("2 Likes", "3 Likes") if text in page.text] == []
    page = clean("\n\n".join(["Apple wood", *posts, "12 points"]), "https://forum.example/t/1")
    assert not [decision for decision in page.removed if decision.decided_by == "rules.counters"]
