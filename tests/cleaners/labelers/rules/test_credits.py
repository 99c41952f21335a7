"""Credits of pictures, and captions and prose without one."""

from __future__ import annotations

import pytest

RULE = "rules.credits"


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ann Lee",
        "Photo credit: Ann Lee / Reuters",
        "Foto: dpa/Max Müller",
        "Crédit photo : AFP",
        "The quay at dawn. Getty Images",
        "© Max Müller",
        "fot. Karolina Bies",
        "The bells in the nave on 11 March. - Photo: Jan Kerb",
        "The street after the flood (Foto: Lucia Barros/Handout)",
        "A street in Harrow after the flood. OLDFIELD PRESS/Tom Marr/File Photo",
        "Boats at the quay (AP Photo/Ann Lee)",
    ],
)
def test_drops(in_text, line):
    assert in_text(RULE, middle=[line]) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Photographs of the storm hang in the town hall.",
        "Image processing",
        "Credit where it is due",
        "The result was 3/4 of what he had hoped for.",
        "She put it on file / Nobody read it",
        "Two words: photo finish",
    ],
)
def test_spares(in_text, line):
    assert in_text(RULE, middle=[line]) == []


def test_spares_settings_on_pages_of_code(in_html):
    assert in_html(RULE, middle="<pre>services:</pre><p>image: Postgres:18</p>") == []
