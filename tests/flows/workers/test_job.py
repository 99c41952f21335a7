"""What goes through the pipe between the processes comes out as it went in."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.job import CleanJob, CountJob, Job, MemoryJob, PageResult, PreviewJob, from_line, to_line

ANY = st.text(st.characters(codec=None))  # halves of surrogate pairs as well: file names are bytes


@pytest.mark.parametrize("kind", [CleanJob, PreviewJob, CountJob, MemoryJob])
@given(st.data())
def test_a_job_comes_out_as_it_went_in(kind: type[Job], data: st.DataObject) -> None:
    size = len(fields(kind))
    job = kind(*data.draw(st.lists(ANY, min_size=size, max_size=size)))
    assert to_line(job).count(b"\n") == 1
    found = from_line(to_line(job))
    assert (type(found), found) == (kind, job)


@given(ANY, ANY, st.integers(0, 2**40), st.dictionaries(ANY, st.integers(0, 2**40)), st.floats(0, 1e6), st.booleans())
def test_a_result_comes_out_as_it_went_in(
    page: str, detail: str, kept: int, removed: dict[str, int], seconds: float, unchanged: bool
) -> None:
    result = PageResult(page, page, detail=detail, kept=kept, removed_by=removed, seconds=seconds, unchanged=unchanged)
    result.staged = ((page, detail),)
    found = from_line(to_line(result))
    assert tuple(map(tuple, found.staged)) == result.staged
    for name in ("staged", "text_marks", "counted"):  # lists in JSON
        setattr(found, name, getattr(result, name))
    assert found == result
