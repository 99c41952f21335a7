"""Runs one target under atheris in its own process, which libFuzzer ends.

python -m tests.fuzz.one TARGET [libFuzzer's options] FOLDER
"""

from __future__ import annotations

import sys


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["cleaners", "flows"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
