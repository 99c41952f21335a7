"""What lines say by their words: the laws of the model, and what the labeler drops and spares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import clean
from cleaners.wording import BODY, CATEGORIES, load_wording_model
from cleaners.wording.features import BITS, features_of

PROSE = [
    "The ferry across the narrow part of the lake has been rowed by the same family since the bridge washed away, "
    "and nobody in either village has ever suggested that it should be otherwise.",
    "In a dry year the crossing takes a quarter of an hour; after the snow has melted the boat is carried so far "
    "down that the rower has to walk it back along the bank with a rope.",
    "What the passengers give is left to them. Most put down a coin or a loaf, and the schoolteacher, who crosses "
    "twice a day, pays once a year with a cord of split beech.",
    "The youngest of the family studies hydraulics in the city. She has drawn a cable that would need no rower, and "
    "she has shown it to nobody, because her grandmother still has the oars.",
]
texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=600), min_size=1, max_size=8)


@given(texts)
def test_a_line_is_judged_by_itself(lines: list[str]) -> None:
    model = load_wording_model()
    together = model.probabilities(lines)
    alone = np.concatenate([model.probabilities([line]) for line in lines])
    assert together.shape == (len(lines), len(CATEGORIES))
    assert np.allclose(together, alone, atol=1e-6)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)


@given(texts)
def test_every_line_has_features_in_order(lines: list[str]) -> None:
    ids, start = features_of(lines)
    assert start[0] == 0
    assert (np.diff(np.append(start, len(ids))) >= 7).all()  # of its shape alone
    assert int(ids.max()) < 1 << BITS


def test_many_lines_are_judged_as_few() -> None:
    lines = [f"The {number}th boat left at dawn with bread and nails." for number in range(600)]
    model = load_wording_model()
    assert np.allclose(model.probabilities(lines)[-3:], model.probabilities(lines[-3:]))
    assert model.probabilities([]).shape == (0, len(CATEGORIES))


def cleaned(line: str) -> tuple[bool, str]:
    """Whether a line between paragraphs of a story is kept, and the reason."""
    page = clean("\n".join(["The last rowed ferry", *PROSE[:2], line, *PROSE[2:]]))
    decision = next(decision for decision in page.decisions if decision.block.text == line)
    return decision.kept, str(decision.reason)


@pytest.mark.parametrize(
    "line",
    [
        "Enjoying this story? Sign up and get our best reads in your inbox every Friday.",
        "Hat dir der Text gefallen? Dann abonniere unseren Newsletter und verpasse keine Geschichte mehr.",
        "Pour lire la suite de cet article, connectez-vous ou créez un compte gratuit.",
        "Si te gusta lo que hacemos, apóyanos con una pequeña donación para que sigamos publicando.",
        "Ten artykuł przeczytasz w całości po wykupieniu prenumeraty. Masz już konto? Zaloguj się.",
        "この記事は有料会員限定です。続きを読むにはログインしてください。",
    ],
)
def test_drops_what_asks_the_reader_for_something(line: str) -> None:
    kept, reason = cleaned(line)
    assert not kept, reason


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter of the parish, four pages long, was folded on this very table until 1974.",
        "Wer im Dorf etwas zu sagen hatte, meldete sich am Sonntag beim Fährmann an.",
        "Pour traverser, il suffit d'appeler depuis la rive : la cloche porte jusqu'à la maison.",
        "El billete costaba 12 céntimos, un 20 % más que en la orilla de enfrente, y nadie protestó.",
        "Prenumerata gazety kosztowała tyle co dwie przeprawy, więc czytano ją na głos.",
        "会員になるには、舟を一度漕いでみせなければならなかった。",
    ],
)
def test_spares_sentences_with_the_same_words(line: str) -> None:
    kept, reason = cleaned(line)
    assert kept, reason


def test_the_first_category_is_true_text() -> None:
    assert CATEGORIES[BODY].name == "body"
    assert len({category.reason for category in CATEGORIES}) == len(CATEGORIES)
