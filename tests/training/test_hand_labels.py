"""Labels made by reading: ranges, digests, and pages that are split otherwise than when they were labelled."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

pytest.importorskip("rapidfuzz", reason="aligning needs the extra `train`")

from training import hand_labels
from training.data import LabelledPage, find_pages

PAGE = "<title>Eel pie</title><nav><a href=/>Home</a></nav><h1>Eel pie</h1><p>First, skin the eel.</p><p>Then wait.</p>"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one page to label, and an empty folder of labels."""
    folder = tmp_path / "unlabelled" / "pies"
    folder.mkdir(parents=True)
    (folder / "eel.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (folder / "eel.json").write_text(json.dumps({"url": "https://pies.example/eel", "group": "pies.example"}))
    monkeypatch.setenv("WINNOW_DATA", str(tmp_path))
    monkeypatch.setattr(hand_labels, "LABELS", tmp_path / "labels")
    return tmp_path


def exported(data: Path) -> list[LabelledPage]:
    assert hand_labels.export(data / "out") == 1
    return [files.read() for files in find_pages(data / "out")]


def test_ranges_hold_both_ends_and_rise() -> None:
    assert hand_labels.parse_ranges("3-9 12, 14", 20) == [(3, 9), (12, 12), (14, 14)]
    assert hand_labels.parse_ranges("", 20) == []
    for wrong in ("9-3", "3 3", "20", "5-25", "x", "3-9 9", "-1"):
        with pytest.raises(ValueError, match="ranges are like"):
            hand_labels.parse_ranges(wrong, 20)


def test_a_label_gives_the_text_of_its_blocks_and_holds_none_of_it(data: Path) -> None:
    assert hand_labels.set_label("pies/eel", "article", "en", "1-3", "first") == 8
    (page,) = exported(data)
    assert page.text == "Eel pie\nFirst, skin the eel.\nThen wait."
    assert (page.folder, page.kind, page.group) == ("pies", "article", "pies.example")
    assert "skin" not in (data / "labels" / "first.jsonl").read_text("utf-8")


def test_blocks_are_found_by_their_text_when_the_page_is_split_otherwise(data: Path) -> None:
    hand_labels.set_label("pies/eel", "article", "en", "1-3", "first")
    page = data / "unlabelled" / "pies" / "eel.html.gz"
    page.write_bytes(gzip.compress(PAGE.replace("<nav>", "<p>New</p><p>Newer</p><nav>").encode()))
    (found,) = exported(data)
    assert found.text == "Eel pie\nFirst, skin the eel.\nThen wait."


def test_agreement_is_word_f1_between_two_readers(data: Path) -> None:
    hand_labels.set_label("pies/eel", "article", "en", "1-3", "first")
    hand_labels.set_label("pies/eel", "article", "en", "1-2", "second")
    assert hand_labels.agreement() == {"pies/eel": pytest.approx(2 * 6 / (8 + 6))}
