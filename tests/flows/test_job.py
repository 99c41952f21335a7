"""What goes through the pipe between the processes comes out as it went in."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from flows.job import Job, Row, job_from, line_of, row_from

ANY = st.text(st.characters(codec=None))  # halves of surrogate pairs as well: file names are bytes


@given(st.lists(ANY, min_size=5, max_size=len(fields(Job))))
def test_a_job_comes_out_as_it_went_in(values: list[str]) -> None:
    job = Job(*values)
    assert line_of(job).count(b"\n") == 1
    assert job_from(line_of(job)) == job


@given(ANY, ANY, st.integers(0, 2**40), st.dictionaries(ANY, st.integers(0, 2**40)), st.floats(0, 1e6), st.booleans())
def test_a_row_comes_out_as_it_went_in(
    page: str, detail: str, kept: int, removed: dict[str, int], seconds: float, unchanged: bool
) -> None:
    row = Row(page, page, detail=detail, kept=kept, removed_by=removed, seconds=seconds, unchanged=unchanged)
    row.staged = ((page, detail),)
    found = row_from(line_of(row))
    assert tuple(map(tuple, found.staged)) == row.staged
    for name in ("staged", "text_marks", "counted"):  # lists in JSON
        setattr(found, name, getattr(row, name))
    assert found == row
