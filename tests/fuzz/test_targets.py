"""The targets of the fuzzer on what it starts from, on what it once found, and on mutated pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import Limits, PageRefused
from cleaners.clean import read_page
from tests.fuzz.seeds import WORDS, dictionary, pieces
from tests.fuzz.targets import TARGETS, check_blocks

CASES = sorted((Path(__file__).parent / "cases").glob("*"))
PIECES = list(pieces(0))  # the traps and the sample pages: the same wherever the tests run
SPLICES = st.one_of(st.sampled_from([word.encode("latin-1") for word in WORDS]), st.binary(max_size=6))


@st.composite
def mutations(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    """A piece of a page, with parts cut out, doubled, swapped and replaced by what breaks parsers."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        part = body[start:end]
        new = draw(st.one_of(SPLICES, st.just(b""), st.just(part * 3), st.just(part[::-1])))
        body = body[:start] + new + body[end:]
    return body


@pytest.mark.parametrize("name", TARGETS)
def test_what_fuzzing_starts_from(name: str) -> None:
    for piece in PIECES:
        TARGETS[name](piece)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_fuzzing_found_stays_mended(path: Path) -> None:
    for target in TARGETS.values():
        target(path.read_bytes())


@pytest.mark.parametrize("name", ["decode", "styles", "prescan", "segment", "rules", "render"])
def test_mutated_pages(name: str) -> None:
    @given(mutations(PIECES))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def hold(body: bytes) -> None:
        TARGETS[name](body)

    hold()


@pytest.mark.slow
@pytest.mark.shared("bench/wcxb-dev/html")
def test_mutations_of_labelled_pages() -> None:
    found = [piece for piece in pieces(300) if piece not in PIECES]

    @given(mutations(found))
    @settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
    def hold(body: bytes) -> None:
        try:
            check_blocks(read_page(body, limits=Limits(depth=300))[0])
        except PageRefused:
            return

    hold()


def test_the_dictionary_is_what_libfuzzer_reads() -> None:
    lines = dictionary().splitlines()
    assert len(lines) == len(WORDS)
    assert all(line.startswith('"\\x') and line.endswith('"') and line.isascii() for line in lines)
