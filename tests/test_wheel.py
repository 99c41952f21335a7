"""The wheel works outside the checkout: built as for an upload, and installed where nothing of the checkout is.

The other libraries are those of this environment; with WHEEL_ENV=fresh (`make wheel`) they are installed anew, at
the versions of the lock, so that what the wheel asks for is all that it needs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from pathlib import Path

import jsonschema
import pytest
from prefect_server import PATIENCE, free_port, wait_for

ROOT = Path(__file__).parents[1]
SOURCES = ("cleaners", "flows", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
SAMPLE = "raw/marrowbridge.example/the-last-lamplighter.html"

pytestmark = pytest.mark.slow


def do(*command: str | Path, cwd: Path) -> str:
    """What a command prints; it must succeed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source distribution, which is made from a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    do(sys.executable, "-m", "build", "--no-isolation", cwd=copy)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "-q")
    if os.environ.get("WHEEL_ENV") == "fresh":
        pins = re.findall(r"^\w\S*==[^\\\n]+", (ROOT / "requirements.lock").read_text(), re.M)
        (folder / "versions.txt").write_text("\n".join(pins))
        do(*pip, "--constraint", folder / "versions.txt", wheel, cwd=folder)
    else:
        do(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
        site = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
        (site / "others.pth").write_text(sysconfig.get_path("purelib"))  # its own .pth files are not followed
    return folder / "bin"


@pytest.fixture(scope="module")
def project(bin_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "my project"
    printed = do(bin_folder / "winnow", "init", folder, cwd=folder.parent)
    assert f"cd '{folder}' && winnow run" in printed
    return folder


def test_the_wheel_has_a_name_of_its_own(wheel: Path) -> None:
    assert wheel.name.startswith("winnow_articles-")


def test_the_code_is_that_of_the_wheel(bin_folder: Path, project: Path) -> None:
    code = "import cleaners, flows; print(cleaners.__file__, flows.__file__, cleaners.__version__)"
    *files, version = do(bin_folder / "python", "-c", code, cwd=project).split()
    assert all(Path(file).is_relative_to(bin_folder.parent) for file in files)
    assert do(bin_folder / "winnow", "--version", cwd=project) == f"winnow {version}\n"


def test_a_new_project_is_cleaned(bin_folder: Path, project: Path) -> None:
    assert {".gitignore", "clean", "raw", "winnow.toml"} == {path.name for path in project.iterdir()}
    assert "1 cleaned, 0 unchanged, 0 failed" in do(bin_folder / "winnow", "run", cwd=project)
    assert "0 cleaned, 1 unchanged, 0 failed" in do(bin_folder / "winnow", "run", cwd=project)


def test_one_page_is_cleaned_and_shown_before_and_after(bin_folder: Path, project: Path) -> None:
    article = do(bin_folder / "winnow", "clean", SAMPLE, "--view", "view.html", cwd=project)
    assert "Marrow Bridge" in article
    assert "Masterclass" not in article
    assert "Masterclass" in (project / "view.html").read_text()


def test_the_schema_of_its_json_comes_along(bin_folder: Path, project: Path) -> None:
    code = "import importlib.resources as r; print((r.files('cleaners') / 'clean-page.schema.json').read_text())"
    schema = json.loads(do(bin_folder / "python", "-c", code, cwd=project))
    document = json.loads(do(bin_folder / "winnow", "clean", SAMPLE, "--format", "json", cwd=project))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_runs_show_in_a_browser(bin_folder: Path, project: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with (project / "ui.log").open("w") as log:
        command = [bin_folder / "winnow", "ui", "--port", address.rpartition(":")[2]]
        ui = subprocess.Popen(command, cwd=project, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for(lambda: ui.poll() is not None or f"Open      {address}" in (project / "ui.log").read_text(), "no ui")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        assert b"Prefect" in opener.open(address, timeout=PATIENCE).read(), (project / "ui.log").read_text()
    finally:
        ui.send_signal(signal.SIGTERM)
        ui.wait(PATIENCE)
