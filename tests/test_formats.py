"""What docs/formats.md shows is run by the programs that it names; it is skipped where a program is missing."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from flows.export.exporting import export_pages
from flows.options import RunOptions
from flows.runs.run import clean_pages

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "cleaners" / "clean-page.schema.json").read_text())
SAMPLES = (
    *("orrinsby-lantern.example/eels-come-back-to-the-tarl.html", "docs.tidegate.example/retries.html"),
    *("forum.kilnandslip.example/viewtopic-48213.html", "neuenhaller-bote.example/schlafwagen-oberwiek.html"),
    *("larkandanvil.example/bell-foundry-letters.txt", "alshiraa.example/fanar.html"),
)
EXAMPLES = re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.M | re.S)
_SHELL = re.findall(r"^ *```sh\n(.*?)^ *```$", PAGE, re.M | re.S)
COMMANDS = [line.strip() for block in _SHELL for line in block.splitlines()]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store and the two exports that the page names, made from six sample pages."""
    folder = tmp_path_factory.mktemp("formats")
    for name in SAMPLES:
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("", ".json"):
            shutil.copy(ROOT / "raw" / (name + suffix), folder / "raw" / (name + suffix))
    assert clean_pages(RunOptions(folder / "raw", folder / "articles", 2)).cleaned == len(SAMPLES)
    pytest.importorskip("pyarrow")
    for out, to in (("lines", "jsonl"), ("columns", "parquet")):
        assert export_pages(folder / "articles", folder / out, to).pages == len(SAMPLES)
    return folder


@pytest.fixture
def inside(stores: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(stores)
    monkeypatch.setenv("HF_HOME", str(stores / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return stores


def needs(example: str) -> str:
    return re.findall(r"(?:import|from) (\w+)", example)[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=needs)
def test_what_is_shown_is_what_comes(example: str, inside: Path) -> None:
    pytest.importorskip(needs(example), reason=f"{needs(example)} is not installed")
    parsed = doctest.DocTestParser().get_doctest(example, {}, "formats.md", "formats.md", 0)
    shown: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False).run(
        parsed, out=shown.append
    )
    assert result.failed == 0, "".join(shown)


def test_every_document_of_every_form_follows_the_schema(stores: Path) -> None:
    check = jsonschema.Draft202012Validator(SCHEMA)
    pages = [json.loads(path.read_text()) for path in (stores / "articles").rglob("*.json")]
    lines = [json.loads(line) for path in (stores / "lines").glob("*.jsonl") for line in path.open()]
    assert len(pages) == len(lines) == len(SAMPLES)
    for document in (*pages, *lines):
        check.validate(document)
        assert document["articleBody"]


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("pandoc ")])
def test_pandoc_takes_the_markdown(command: str, inside: Path) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    for path in (inside / "articles").rglob("*.md"):  # pandoc would fetch them, and a test reaches no other machine
        path.write_text(re.sub(r"^!\[.*\n", "", path.read_text("utf-8"), flags=re.M), "utf-8")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    output = inside / command.rpartition(" ")[2]
    assert output.stat().st_size > 1000
    if output.suffix == ".xml":
        assert "<title>Counting glass" in output.read_text()


def test_the_commands_name_options_that_exist() -> None:
    from flows.cli.export import export
    from flows.cli.run_options import ClusterOptions

    for line in COMMANDS:
        if line.startswith("winnow "):
            known = {"run": vars(ClusterOptions()), "export": export.__kwdefaults__ or {}}[line.split()[1]]
            options = {name.replace("-", "_") for name in re.findall(r"--([\w-]+)", line)}
            assert options <= set(known)


def test_no_machine_path_is_shown() -> None:
    assert not any(str(folder) in PAGE for folder in (ROOT, os.environ.get("HOME", "/root")))
