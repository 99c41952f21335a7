"""Log-odds stored as hashes: a learned token has its value, any other 0."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.labelers.model import load_model
from cleaners.labelers.model.tables import STEP, Table, Tables, token_hash


def table_of(**values: int) -> Table:
    hashes = np.array([token_hash(token) for token in values], np.uint32)
    return Table(hashes, np.array(list(values.values()), np.int8))


def test_a_learned_token_has_its_value_and_any_other_none() -> None:
    table = table_of(subscribe=-40, harbour=20)
    assert table.values_of(["subscribe", "harbour", "unheard"]) == pytest.approx([-40 * STEP, 20 * STEP, 0.0])


def test_asking_twice_gives_the_same() -> None:
    table = table_of(subscribe=-40)
    assert table.values_of(["subscribe", "x"]) == table.values_of(["subscribe", "x"])


def test_phrases_are_not_cached_since_they_hardly_occur_again() -> None:
    table = table_of(subscribe=-40)
    values = table.values_of(["subscribe"]) + table.uncached_values(["=read more about it", "^read", "subscribe"])
    assert values == pytest.approx([-40 * STEP, 0, 0, -40 * STEP])
    assert set(table._cache) == {"subscribe"}


def test_broken_unicode_has_a_hash_too() -> None:
    assert 0 <= token_hash("\ud800") < 2**32


def test_an_element_is_worth_the_spread_of_its_names() -> None:
    hashes = np.array([token_hash("<div"), token_hash(".menu")], np.uint32)
    empty = {"hash": np.zeros(0, np.uint32), "value": np.zeros(0, np.int8)}
    arrays = {f"{name}_{part}": empty[part] for name in ("text", "target") for part in ("hash", "value")}
    arrays |= {"markup_hash": hashes, "markup_value": np.array([10, -100], np.int8)}
    mean, low, high = Tables(arrays).markup_spread((("<", "", "div"), (".", "menu")))
    assert (low, high) == pytest.approx((-100 * STEP, 10 * STEP))
    assert low < mean < high


def test_the_tables_of_the_library_separate_a_menu_and_an_article() -> None:
    tables = load_model("html").tables
    menu, article = (tables.markup_spread((("<", "", "div"), (".", name))) for name in ("menu", "entry-content"))
    assert menu[0] < 0 < article[0]
