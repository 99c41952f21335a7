"""No start-up loses a byte of raw/, whatever is there under the names that fetching gives its files."""

from __future__ import annotations

import io
import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from archives import pages_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw_archives import OWN_NAME, foreign_archive, own_archive, own_group
from warcio.warcwriter import WARCWriter

from flows.fetch.session import FetchPlan, fetch_all
from flows.options import RunOptions
from flows.runs.run import clean_pages
from flows.store.fetched import open_fetched
from flows.store.raw import SET_ASIDE, walk
from flows.store.recovery import complete_groups
from flows.verify.rebuild import rebuild
from flows.warc.writer import warcinfo

URLS = [f"https://own.example/{number}" for number in range(3)]


def start_up(root: Path) -> None:
    """What every `winnow fetch` does before it fetches."""
    assert fetch_all(root, FetchPlan([])) == Counter()


def put(root: Path, content: bytes, name: str = OWN_NAME) -> Path:
    path = root / "own.example" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def contents(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*") if path.is_file() and ".winnow" not in path.parts
    }  # fmt: skip


def assert_kept(before: dict[str, bytes], root: Path) -> None:
    """Each file is there, or under another name, or what was cut off begins where the file now ends."""
    after = contents(root)
    for name, content in before.items():
        rest = after.get(f"{name}.from-{len(after.get(name, b''))}{SET_ASIDE}", b"")
        assert content in (after.get(name), after.get(name, b"") + rest, after.get(f"{name}{SET_ASIDE}")), name


def record_list(root: Path, groups: int) -> None:
    """Make the list of fetched pages know the first groups of the file."""
    (root / ".winnow").mkdir(parents=True, exist_ok=True)
    with open_fetched(root, write=True) as fetched:
        name = f"own.example/{OWN_NAME}"
        for group in list(complete_groups(root / name, name))[:groups]:
            fetched.add_recovered(group)


def listed(root: Path) -> list[str]:
    with open_fetched(root) as fetched:
        return [row["url"] for row in fetched.rows()]


@pytest.mark.parametrize("kind", ["records", "plain", "whole"])
def test_an_archive_of_another_program_under_such_a_name_stays(tmp_path: Path, kind: str) -> None:
    path = put(tmp_path / "raw", foreign_archive(kind))
    before = contents(tmp_path / "raw")
    for _ in range(2):
        start_up(tmp_path / "raw")
        assert contents(tmp_path / "raw") == before
    assert listed(tmp_path / "raw") == []
    assert [page.url for page in pages_of(path)] == ["https://other.example/1", "https://other.example/2"]


@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_torn_archive_of_another_program_is_not_cut(tmp_path: Path, cut: int) -> None:
    put(tmp_path, foreign_archive("records")[:-cut])
    before = contents(tmp_path)
    start_up(tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("size", [1, 100, 700])
def test_what_another_program_appended_is_not_cut(tmp_path: Path, size: int) -> None:
    put(tmp_path, own_archive(URLS) + foreign_archive("records") + b"x" * size)
    before = contents(tmp_path)
    start_up(tmp_path)
    assert contents(tmp_path) == before
    assert listed(tmp_path) == URLS


def test_a_flipped_byte_in_the_only_group_and_a_lost_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file cannot be used any more: it is set aside whole, reported, and not a page."""
    content = bytearray(own_archive(URLS[:1]))
    content[-30] ^= 4  # in the metadata, without which the group is not complete
    path = put(tmp_path, bytes(content))
    start_up(tmp_path)
    assert contents(tmp_path) == {f"own.example/{OWN_NAME}{SET_ASIDE}": bytes(content)}
    error = capsys.readouterr().err
    assert f"{path} cannot be read as complete records; set aside as {OWN_NAME}{SET_ASIDE}" in error
    start_up(tmp_path)
    assert len(contents(tmp_path)) == 1
    assert capsys.readouterr().err == ""
    (entry,) = walk(tmp_path)
    assert "set aside" in entry.ignored
    report = clean_pages(RunOptions(tmp_path, tmp_path / "clean"))
    assert (report.cleaned, report.failed, report.outcomes) == (0, 0, {"ignored": 1})


@pytest.mark.parametrize("cut", [1, 300, 900])
@pytest.mark.parametrize("known", [0, 1, 3])
def test_a_torn_tail_is_cut_and_kept(tmp_path: Path, cut: int, known: int) -> None:
    whole = own_archive(URLS)
    path = put(tmp_path, whole)
    record_list(tmp_path, known)
    path.write_bytes(whole[:-cut])
    start_up(tmp_path)
    end = len(whole) - len(own_group(URLS[2]))
    rest = f"own.example/{OWN_NAME}.from-{path.stat().st_size}{SET_ASIDE}"
    assert abs(path.stat().st_size - end) < 60  # the identifiers of records are random, and so the lengths vary
    assert path.read_bytes() + contents(tmp_path)[rest] == whole[:-cut]
    assert listed(tmp_path) == URLS[:2]


def test_a_file_that_was_set_aside_is_never_overwritten(tmp_path: Path) -> None:
    earlier = put(tmp_path, b"earlier", OWN_NAME + SET_ASIDE)
    put(tmp_path, b"\x1f\x8b\x08" + b"no record" * 50)
    start_up(tmp_path)
    assert earlier.read_bytes() == b"earlier"
    assert contents(tmp_path)[f"own.example/{OWN_NAME}.2{SET_ASIDE}"].endswith(b"no record")


def test_an_archive_of_a_later_version_is_not_cut_up(tmp_path: Path) -> None:
    """Its groups have other metadata: this version does not list them, and leaves them where they are."""
    later = own_archive(URLS[:2]) + own_group(URLS[2], role="of-tomorrow")
    path = put(tmp_path, later)
    start_up(tmp_path)
    assert path.read_bytes() == later


@pytest.mark.parametrize(
    "metadata", [b"[" * 100_000, b'{"role": "page"}', b'{"role": "robots", "read_at": NaN}', b"\xff"]
)
def test_a_group_with_unusable_metadata_is_not_listed_and_not_lost(tmp_path: Path, metadata: bytes) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    about = {"payload": io.BytesIO(metadata), "length": len(metadata), "warc_content_type": "application/json"}
    writer.write_record(writer.create_warc_record(URLS[1], "metadata", **about))
    first, second, third = map(own_group, URLS)
    content = warcinfo(OWN_NAME) + first + second[: second.rfind(b"\x1f\x8b\x08")] + out.getvalue() + third
    path = put(tmp_path / "raw", content)
    start_up(tmp_path / "raw")
    assert path.read_bytes() == content
    assert listed(tmp_path / "raw") == [URLS[0], URLS[2]]
    assert rebuild(tmp_path / "raw").fetched == 2
    assert clean_pages(RunOptions(tmp_path / "raw", tmp_path / "clean")).cleaned == 3


DAMAGES = st.one_of(
    st.tuples(st.just("flip"), st.floats(0, 0.999), st.integers(1, 255)),
    st.tuples(st.just("cut"), st.floats(0, 1), st.just(0)),
    st.tuples(st.just("append"), st.just(0.0), st.integers(0, 4)),
    st.tuples(st.just("insert"), st.floats(0, 1), st.integers(0, 4)),
)
EXTRA = (b"\0" * 700, b"\x1f\x8b\x08\0", foreign_archive("records"), foreign_archive("plain"), own_group(URLS[0])[:-5])
KINDS = ["own", "own", "own", "records", "plain", "whole", "empty", "random", "head"]


def base(kind: str) -> bytes:
    fixed = {"own": own_archive(URLS), "empty": b"", "random": os.urandom(900), "head": warcinfo(OWN_NAME)}
    return fixed[kind] if kind in fixed else foreign_archive(kind)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KINDS), st.lists(DAMAGES, max_size=3), st.sampled_from([None, 0, 1, 3]))
def test_the_bytes_before_are_all_there_after(
    kind: str, damages: list[tuple[str, float, int]], known: int | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        content = bytearray(base(kind))
        put(root, bytes(content))
        if known is not None:
            record_list(root, known)
        for what, share, number in damages:
            place = int(share * len(content))
            if what == "flip" and content:
                content[place] ^= number
            elif what == "cut":
                del content[place:]
            elif what == "append":
                content += EXTRA[number]
            elif what == "insert":
                content[place:place] = EXTRA[number]
        put(root, bytes(content))
        before = contents(root)
        start_up(root)
        assert_kept(before, root)
        settled = contents(root)
        start_up(root)
        assert contents(root) == settled
        assert not [entry for entry in walk(root) if entry.raw.endswith(SET_ASIDE) and not entry.ignored]
