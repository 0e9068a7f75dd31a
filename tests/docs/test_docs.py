"""Does what the documents say: follows their links, and runs what they tell the reader to run.

A block that must not run says why in a comment above it: `<!-- not run: it needs a cluster -->`.
A command ends with 0 unless `$ echo $?` below it shows another code, or the comment above its
block does: `<!-- exits with 2 -->`. Where output is shown it is what is printed, and `…`
stands for anything. A piece of an agreements file that cannot be read alone is a
`<!-- fragment -->`.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import ROOT, anchors, blocks, links, pages, steps
from tests.docs.terminal import run, surroundings
from yellowcart.links import book
from yellowcart.terms import parse_terms

PAGES = pages()
GUIDE = ROOT / "docs" / "adding-a-marketplace.md"
"""Its TOML blocks are a marketplace's; tests/links/test_adding_a_marketplace.py reads them."""


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def having(*languages: str) -> list[Path]:
    return [page for page in PAGES if any(b.language in languages for b in blocks(page))]


def has_calls(page: Path) -> bool:
    return any(steps(block) for block in blocks(page))


@pytest.fixture(scope="session")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    made = run("yellowcart generate inventory --entries 2000 --seed 7 made.parquet", folder, "en")
    assert made.code == 0, made.printed
    return folder / "made.parquet"


@pytest.fixture
def folder(tmp_path: Path, inventory: Path) -> Path:
    """What a reader has at hand: the examples, an agreements file, an inventory."""
    kuaishou = ROOT / "examples" / "kuaishou-2022" / "agreements.toml"
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "tests" / "data", tmp_path / "tests" / "data")
    shutil.copy(kuaishou, tmp_path / "agreements.toml")
    shutil.copy(inventory, tmp_path / "inventory.parquet")
    (tmp_path / "inventory").mkdir()
    shutil.copy(inventory, tmp_path / "inventory" / "part-0.parquet")
    shipped = ROOT / "src" / "yellowcart" / "links" / "marketplaces.toml"
    tables = [shipped.read_text("utf-8"), *(block.body for block in blocks(GUIDE, "toml"))]
    (tmp_path / "my-marketplaces.toml").write_text("\n".join(tables), "utf-8")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / unquote(path)).resolve() if path else page
        assert target.exists(), f"{named(page)}: {link}"
        if anchor and target.suffix == ".md":
            assert unquote(anchor) in anchors(target), f"{named(page)}: {link}"


@pytest.mark.parametrize("page", [p for p in PAGES if has_calls(p)], ids=named)
def test_every_command_runs_and_prints_what_is_shown(page: Path, folder: Path) -> None:
    language = "zh" if page.name.endswith(".zh-CN.md") else "en"
    at = folder / page.parent.relative_to(ROOT) if page.parent.parent.name == "examples" else folder
    for step in (step for block in blocks(page) for step in steps(block)):
        ran = run(step.command, at, language)
        said = f"{step.place}: {step.command}\nexit code {ran.code}\n{ran.printed}"
        assert ran.code == step.code, said
        if step.shown is not None:
            assert re.fullmatch(pattern(step.shown), ran.printed, re.DOTALL), said


def pattern(shown: list[str]) -> str:
    """Where a page breaks a long line at a space is its own matter."""
    return r"\s+".join(re.escape(word).replace("…", ".*") for word in " ".join(shown).split())


@pytest.mark.parametrize("page", having("python"), ids=named)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path, folder: Path) -> None:
    lines: list[str] = []
    for block in blocks(page, "python"):
        if not re.match("not run: .", block.said_above or ""):
            lines += [""] * (block.line - 1 - len(lines))  # a traceback names the page's own lines
            lines += block.body.splitlines()
    script = folder / page.with_suffix(".py").name
    script.write_text("\n".join(lines), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=folder,
        env=surroundings(),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, f"{named(page)}\n{ran.stderr}"


@pytest.mark.parametrize("page", [p for p in having("toml") if p != GUIDE], ids=named)
def test_every_piece_of_an_agreements_file_can_be_read(page: Path) -> None:
    for block in blocks(page, "toml"):
        if block.said_above == "fragment":
            tomllib.loads(block.body)
        else:
            parse_terms(block.body, block.place)


def test_a_shapes_source_is_a_section_and_a_row_of_the_page() -> None:
    page = (ROOT / "docs" / "marketplaces.md").read_text("utf-8")
    known = book().marketplaces
    sources = [s.source for m in known for s in m.shapes] + [
        a.source for m in known for a in m.apps
    ]
    told = [source for source in sources if source.startswith("docs/marketplaces.md")]
    assert told
    for source in told:
        section, *rows = re.split(r", | and ", source.removeprefix("docs/marketplaces.md §"))
        assert f"\n## {section}. " in page, source
        assert all(f"\n| {row} | " in page for row in rows[:1]), source


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    assert [named(p) for p in (ROOT / "docs").rglob("*.md") if p not in linked | {index}] == []
