"""Model files: the same bytes for the same arrays, read back as they were written; folds keep domains together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("catboost", reason="training needs the extra `train`")

from training import train
from training.corpus import BUCKETS, bucket_of, html_corpus, text_corpus
from training.data import LabelledPage, domain
from training.evaluate import score_empty
from training.train import write_model

ARRAYS = {
    "names": np.array(["words", "linked"]),
    "leaves": np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4),
    "bias": np.array(0.5),
}


def test_the_same_arrays_give_the_same_bytes_in_whatever_order_they_come(tmp_path: Path) -> None:
    write_model(ARRAYS, tmp_path / "model.npz")
    write_model(dict(reversed(ARRAYS.items())), tmp_path / "again.npz")
    assert (tmp_path / "model.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    size = write_model(ARRAYS, tmp_path / "model.npz")
    assert size == (tmp_path / "model.npz").stat().st_size
    with np.load(tmp_path / "model.npz") as arrays:
        assert set(arrays) == set(ARRAYS)
        assert all((arrays[name] == ARRAYS[name]).all() for name in ARRAYS)


@pytest.mark.parametrize(
    ("url", "name"), [("https://www.news.example/a", "news.example"), ("https://a.b.co.uk/x", "b.co.uk"), ("", "")]
)
def test_pages_of_one_site_fall_into_one_group(url: str, name: str) -> None:
    assert domain(url) == name


def test_a_domain_has_always_the_same_bucket_and_all_buckets_are_used() -> None:
    assert bucket_of("news.example") == bucket_of("news.example")
    assert {bucket_of(f"site{number}.example") for number in range(300)} == set(range(BUCKETS))


def test_pages_without_text_count_and_are_right_where_the_truth_is_empty() -> None:
    for truth, f1 in (("", 1.0), ("The tide tables of the harbour.", 0.0)):
        labelled = LabelledPage("1", "wcxb-dev", "forum", "https://a.example/", b"<p><br></p>", truth)
        assert html_corpus([labelled]).empty == [(labelled, "")]
        assert text_corpus([labelled]).empty[0] == (labelled, "blank")
        assert score_empty(labelled, "").f1 == f1


def test_scoring_again_without_models_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "SCORES", tmp_path)
    monkeypatch.setattr("sys.argv", ["train", "--again", "--track", "text"])
    assert train.main() == 2
    assert str(tmp_path / "text") in capsys.readouterr().err
