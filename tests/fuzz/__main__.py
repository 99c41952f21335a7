"""Fuzz the library: `python -m tests.fuzz`, two minutes; `--seconds 28800` for a night.

Every target runs in a process of its own, one after the other, each for its share of the time.
Inputs that reached new code stay in build/fuzz, and the next run starts from them. Inputs that broke
a law are in build/fuzz/TARGET/found; correct the fault and add the input as a case to tests/fuzz/cases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .seeds import ROOT, dictionary, seeds_of

# Parts of the time for each target: fast targets try millions of inputs all the same.
SHARES = {
    "declared": 1, "scrub": 1, "flat": 1, "styles": 2, "prescan": 2, "decode": 2, "segment": 4, "render": 3,
    "rules": 5, "clean": 4, "addresses": 2, "feeds": 3, "robots": 2, "answers": 2, "codings": 1, "records": 4,
    "sidecars": 1, "settings": 2, "markdown": 4,
}  # fmt: skip
TIMEOUT = 30  # seconds
MAX_MEMORY = 1024  # megabytes
_EXECUTED = re.compile(r"number_of_executed_units:\s+(\d+)")


@dataclass(frozen=True, slots=True)
class TargetResult:
    """The result of one target: the number of inputs, and whether one broke a law."""

    target: str
    inputs: int
    failed: bool
    output: str


def run_target(target: str, folder: Path, options: Sequence[str]) -> TargetResult:
    """Fuzz one target in a process of its own."""
    corpus, faults = folder / target / "corpus", folder / target / "found"
    for path in (corpus, faults):
        path.mkdir(parents=True, exist_ok=True)
    for piece in seeds_of(target):
        (corpus / hashlib.sha1(piece, usedforsecurity=False).hexdigest()).write_bytes(piece)
    words = folder / "words.dict"
    words.write_text(dictionary(), "ascii")
    command = [
        sys.executable, "-m", "tests.fuzz.one", target, f"-dict={words}", f"-artifact_prefix={faults}/",
        f"-timeout={TIMEOUT}", f"-rss_limit_mb={MAX_MEMORY}", "-print_final_stats=1", "-verbosity=0",
        *options, str(corpus),
    ]  # fmt: skip
    process = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)  # fmt: skip
    count = _EXECUTED.search(process.stdout)
    return TargetResult(target, int(count[1]) if count else 0, process.returncode != 0, process.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(SHARES)}; default all")
    parser.add_argument("--seconds", type=int, default=120, help="for all targets together (default 120)")
    parser.add_argument("--runs", type=int, help="inputs for each target, instead of a share of the time")
    parser.add_argument("--seed", type=int, default=0, help="the same inputs each time (default 0: random inputs)")
    parser.add_argument("--longest", type=int, default=4096, help="bytes of an input (default 4096)")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz", help="where inputs are kept")
    options = parser.parse_args()
    targets = options.targets or list(SHARES)
    if unknown := set(targets) - set(SHARES):
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(SHARES)}")
    if find_spec("atheris") is None:
        print("Fuzzing is left out: atheris is not installed here (Linux on x86-64 has it: pip install atheris)",
              file=sys.stderr)  # fmt: skip
        return 0
    parts = sum(SHARES[name] for name in targets)
    failed = False
    for name in targets:
        seconds = max(1, options.seconds * SHARES[name] // parts)
        bound = f"-runs={options.runs}" if options.runs else f"-max_total_time={seconds}"
        started = time.monotonic()
        result = run_target(name, options.folder, [bound, f"-max_len={options.longest}", f"-seed={options.seed}"])
        failed |= result.failed
        _report(result, options.folder, time.monotonic() - started)
    return 1 if failed else 0


def _report(result: TargetResult, folder: Path, seconds: float) -> None:
    label = "  FOUND A FAULT" if result.failed else ""
    print(f"{result.target:9} {result.inputs:>12,} inputs in {seconds:.0f} s{label}", flush=True)
    with (folder / "runs.jsonl").open("a", encoding="utf-8") as tally:
        tally.write(json.dumps({"target": result.target, "inputs": result.inputs, "failed": result.failed}) + "\n")
    if result.failed:
        told = [line for line in result.output.splitlines() if not line.startswith("INFO: ")]
        print("\n".join(told)[-4000:], file=sys.stderr)
        print(f"the input lies in {folder / result.target / 'found'}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
