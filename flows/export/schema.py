"""The columns of a Parquet file: the fields of cleaners/clean-page.schema.json, with the same types for every page.

Importing this module imports pyarrow.
"""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

_TEXT, _NUMBER = pa.string(), pa.int32()
_TEXTS = pa.list_(_TEXT)


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.struct(list(fields.items()))


_PROVENANCE = _struct(
    url=_TEXT, canonical_url=_TEXT, raw_digest=_TEXT, charset=_TEXT, charset_source=_TEXT,
    cleaner_version=_TEXT, fingerprint=_TEXT, memory_fingerprint=_TEXT, memory_site=_TEXT, site_file=_TEXT,
    site_file_fingerprint=_TEXT,
    libraries=_TEXT,  # as JSON, because its names vary
    discovered=_struct(found_in=_TEXT, title=_TEXT, date=_TEXT),
)  # fmt: skip
_LINK = _struct(url=_TEXT, text=_TEXT)
_DECISION = _struct(
    index=_NUMBER, kept=pa.bool_(), role=_TEXT, decidedBy=_TEXT, reason=_TEXT, evidence=_TEXT,
    confidence=pa.float64(), kind=_TEXT, level=_NUMBER, span=pa.list_(_NUMBER), text=_TEXT,
)  # fmt: skip
_POST = _struct(
    author=_TEXT, datePublished=_TEXT, dateText=_TEXT, text=_TEXT, blocks=pa.list_(_NUMBER), depth=_NUMBER,
    quotes=pa.list_(_struct(blocks=pa.list_(_NUMBER), depth=_NUMBER, author=_TEXT)),
)  # fmt: skip
_PICTURE = _struct(
    kind=_TEXT, url=_TEXT, alt=_TEXT, link=_TEXT, width=_NUMBER, height=_NUMBER, before=_NUMBER, kept=pa.bool_(),
    reason=_TEXT,
)  # fmt: skip
SCHEMA = pa.schema(
    [
        ("schemaVersion", _NUMBER), ("headline", _TEXT), ("author", _TEXT), ("authors", _TEXTS),
        ("datePublished", _TEXT), ("dateEvidence", _TEXT), ("dateModified", _TEXT), ("inLanguage", _TEXT),
        ("description", _TEXT), ("articleSection", _TEXT), ("keywords", _TEXTS), ("image", _TEXT), ("license", _TEXT),
        ("publisher", _TEXT), ("url", _TEXT),
        ("canonicalUrl", _TEXT), ("articleBody", _TEXT), ("markdown", _TEXT), ("confidence", pa.float64()),
        ("notes", _TEXTS), ("origin", _TEXT), ("links", pa.list_(_LINK)), ("posts", pa.list_(_POST)),
        ("pictures", pa.list_(_PICTURE)), ("provenance", _PROVENANCE),
        ("source", _struct(raw=_TEXT, fetchedAt=_TEXT, contentType=_TEXT)), ("decisions", pa.list_(_DECISION)),
    ]
)  # fmt: skip


def as_columns(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a row of these columns."""
    libraries = json.dumps(record["provenance"]["libraries"], sort_keys=True)
    return {**record, "provenance": {**record["provenance"], "libraries": libraries}}
