"""Pages of many makes and languages: NAME.md holds, by hand, what the front matter of NAME.html should say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cleaners import clean

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.html"))


def found(name: str, url: str) -> dict[str, Any]:
    page = clean((HERE / f"{name}.html").read_bytes(), url)
    metadata = page.metadata
    return {
        "title": page.title,
        "authors": list(page.authors),
        "date": metadata.date.value[:10] if metadata.date else "",
        "date_modified": metadata.modified.value[:10] if metadata.modified else "",
        "language": page.language,
        "description": metadata.description,
        "section": metadata.section,
        "keywords": list(metadata.keywords),
        "image": metadata.image,
        "license": metadata.license,
        "site": metadata.site_name,
        "canonical_url": metadata.canonical_url,
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_metadata_are_those_of_a_reader(name: str) -> None:
    _, head, _ = (HERE / f"{name}.md").read_text("utf-8").split("---\n", 2)
    expected = yaml.safe_load(head)
    url = expected.pop("url")
    actual = found(name, url)
    assert {field: actual[field] for field in expected} == expected
