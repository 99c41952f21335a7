"""The project's own golden cases, in tests/golden.

python -m flows.golden refresh              write every case's expected.md and decisions.txt anew
python -m flows.golden check                compare, and hold the truths against the output
python -m flows.golden add NAME PAGE --url URL     a new case from a page in a file
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .cases import CASES, Case, add, faults, find_cases, refresh


def main(argv: Sequence[str] | None = None) -> int:
    """The command; returns its exit code (0 all well, 1 faults found)."""
    parser = argparse.ArgumentParser(prog="python -m flows.golden", description="Make and check golden cases.")
    parser.add_argument("--cases", type=Path, default=CASES, help="folder of cases (default: %(default)s)")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("refresh", "check"):
        commands.add_parser(command).add_argument("names", nargs="*", metavar="CASE")
    adding = commands.add_parser("add")
    adding.add_argument("name")
    adding.add_argument("page", type=Path)
    adding.add_argument("--url")
    args = parser.parse_args(argv)
    if args.command == "add":
        case = add(args.cases, args.name, args.page, args.url)
        print(f"{case.folder}: now write what must stay and go into {case.folder / 'truth.txt'}", file=sys.stderr)
        return 0
    chosen = [case for case in find_cases(args.cases) if not args.names or case.name in args.names]
    found = [(case, line) for case in chosen for line in _work(args.command, case)]
    for case, line in found:
        print(f"{case.name}: {line}")
    return 1 if found and args.command == "check" else 0


def _work(command: str, case: Case) -> list[str]:
    if command == "check":
        return list(faults(case))
    return [f"{name} written" for name in refresh(case)]
