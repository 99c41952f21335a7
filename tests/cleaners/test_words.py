"""Words as quality is counted."""

from __future__ import annotations

import pytest

from cleaners.words import count_spaceless, has_spaceless, length_in_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The harbour wall, 3.5 m", ["the", "harbour", "wall", "3", "5", "m"]),
        ("東京タワー is 333 m", ["東", "京", "タ", "ワ", "ー", "is", "333", "m"]),
        ("ประเทศไทย", list("ประเทศไทย")),
        ("ПРИВЕТ мир", ["привет", "мир"]),
        ("...", []),
    ],
)
def test_a_character_of_a_script_without_spaces_is_a_word(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_clause_of_chinese_weighs_as_much_as_its_translation() -> None:
    assert length_in_words("台湾花莲县海域发生地震，福建广东等地有震感。") > 15
    assert length_in_words("An earthquake struck the sea off Hualien.") == 7
    assert length_in_words("") == 1


@pytest.mark.parametrize(
    ("text", "count"), [("Quay", 0), ("مرحبا بالعالم", 0), ("नमस्ते", 0), ("港の話 2", 3), ("ไทย", 3)]
)
def test_only_scripts_without_spaces_are_counted_by_character(text: str, count: int) -> None:
    assert count_spaceless(text) == count
    assert has_spaceless(text) == (count > 0)
