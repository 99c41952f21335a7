"""The same page gives the same bytes: in any process, locale, time zone, thread and version of Python."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleaners import clean

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(path for path in (ROOT / "raw").glob("*/*") if path.suffix in (".html", ".txt"))[:12]
DIGEST = """
import hashlib, sys
from pathlib import Path
from cleaners import clean
total = hashlib.sha256()
for name in sys.argv[1:]:
    page = clean(Path(name).read_bytes(), "https://gull.example/a", content_type=None)
    data = page.to_document()
    data.get("provenance", {}).pop("libraries", None)
    total.update(repr(data).encode() + page.markdown.encode() + page.text.encode())
print(total.hexdigest())
"""


def digest(python: str = sys.executable, **env: str) -> str:
    """The digest of the output for the sample pages, computed in another process."""
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "HOME": os.environ.get("HOME", "/"), **env}
    process = subprocess.run([python, "-c", DIGEST, *map(str, SAMPLES)], env=env, capture_output=True, text=True,
                             cwd=ROOT, check=False, timeout=300)  # fmt: skip
    assert process.returncode == 0, process.stderr[-2000:]
    return process.stdout.strip()


@pytest.mark.slow
def test_processes_hash_seeds_locales_time_zones_and_thread_counts_make_no_difference() -> None:
    environments = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "271", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONOPTIMIZE": "1"},
        {"OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "7", "PYTHONDONTWRITEBYTECODE": "1"},
    ]
    assert len({digest(**env) for env in environments}) == 1


def test_threads_and_the_order_of_pages_make_no_difference() -> None:
    bodies = [path.read_bytes() for path in SAMPLES]

    def written(body: bytes) -> str:
        return hashlib.sha256(clean(body).to_json().encode()).hexdigest()

    alone = [written(body) for body in bodies]
    assert [written(body) for body in reversed(bodies)] == alone[::-1]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(written, bodies)) == alone


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_other_versions_of_python_make_no_difference(version: str, tmp_path: Path) -> None:
    """PYTHON_312 or PYTHON_313 may name an interpreter that has the dependencies."""
    python = os.environ.get(f"PYTHON_{version.replace('.', '')}") or shutil.which(f"python{version}")
    if python is None:
        pytest.skip(f"there is no python{version} here")
    imports = subprocess.run([python, "-c", "import selectolax, trafilatura, numpy"], capture_output=True, check=False)
    if imports.returncode:
        pytest.skip(f"python{version} lacks the dependencies; name one that has them in PYTHON_312 or PYTHON_313")
    assert digest(python) == digest()
