"""The same page gives the same decisions in any process, on any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import article, html_page, text_page

_CODE = """
import sys
from cleaners import clean
for name in sys.argv[1:]:
    for decision in clean(open(name, "rb").read(), "https://gull.example/x").decisions:
        print(decision.kept, decision.decided_by, ascii(decision.reason))
        print(decision.evidence.encode(), decision.confidence)
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("pages")
    paths = []
    for lang in ("de", "ja"):
        for name, text in (("html", html_page(article(lang))), ("txt", text_page(article(lang)))):
            path: Path = folder / f"{lang}.{name}"
            path.write_text(text, "utf-8")
            paths.append(str(path))
    return paths


def test_neither_the_order_of_hashes_nor_the_number_of_threads_matters(pages: list[str]) -> None:
    outputs = set()
    for seed, threads in (("0", "1"), ("271", "4")):
        variables = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        run = subprocess.run(
            [sys.executable, "-c", _CODE, *pages],
            env={**os.environ, **variables}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert next(iter(outputs)).count(" model ") > 20
