"""One target under atheris, in a process of its own: libFuzzer ends the process when it is done.

python -m tests.fuzz.one TARGET [libFuzzer's options] FOLDER
"""

from __future__ import annotations

import sys


def main() -> None:
    import atheris

    with atheris.instrument_imports(include=["cleaners"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
