"""The fuzz targets on seed inputs, on inputs that once broke a law, and on mutated pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import Limits, PageRefused
from cleaners.clean import read_page
from tests.fuzz.seeds import FLOW_WORDS, WORDS, dictionary, seed_inputs, seeds_of
from tests.fuzz.targets import TARGETS, check_blocks

CASES = sorted((Path(__file__).parent / "cases").glob("*"))
SEEDS = list(seed_inputs(0))  # difficult pages and sample pages: the same on every machine
SPLICES = st.one_of(st.sampled_from([word.encode("latin-1") for word in WORDS]), st.binary(max_size=6))


@st.composite
def mutations(draw: st.DrawFn, bodies: list[bytes]) -> bytes:
    """A piece of a page with parts removed, repeated, reversed, and replaced by text that is difficult for parsers."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        part = body[start:end]
        new = draw(st.one_of(SPLICES, st.just(b""), st.just(part * 3), st.just(part[::-1])))
        body = body[:start] + new + body[end:]
    return body


@pytest.mark.parametrize("name", TARGETS)
def test_seed_inputs(name: str) -> None:
    for seed in seeds_of(name, 0):
        TARGETS[name](seed)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_inputs_that_once_broke_a_law(path: Path) -> None:
    for target in TARGETS.values():
        target(path.read_bytes())


@pytest.mark.parametrize("name", ["decode", "styles", "prescan", "segment", "rules", "render"])
def test_mutated_pages(name: str) -> None:
    @given(mutations(SEEDS))
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def hold(body: bytes) -> None:
        TARGETS[name](body)

    hold()


@pytest.mark.slow
@pytest.mark.shared("bench/wcxb-dev/html")
def test_mutations_of_labelled_pages() -> None:
    labelled_seeds = [seed for seed in seed_inputs(300) if seed not in SEEDS]

    @given(mutations(labelled_seeds))
    @settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
    def hold(body: bytes) -> None:
        try:
            check_blocks(read_page(body, limits=Limits(depth=300))[0])
        except PageRefused:
            return

    hold()


def test_the_dictionary_is_what_libfuzzer_reads() -> None:
    lines = dictionary().splitlines()
    assert len(lines) == len(WORDS) + len(FLOW_WORDS)
    assert all(line.startswith('"\\x') and line.endswith('"') and line.isascii() for line in lines)
