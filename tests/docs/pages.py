"""The documents, taken apart into headings, links, blocks of code and sessions in a shell."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
MADE = {"build", "dist", "out"}
FENCED = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S
)
ABOVE = re.compile(r"<!-- *(?P<said>[^\n]*?) *-->\s*\Z")
LINK = re.compile(r"\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?\)|(?:src|href)=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.M)
CALL = re.compile(r"(\$ )?(\.venv/bin/)?yellowcart ")


class Block(NamedTuple):
    """Fenced code: where its first line stands, and the comment right above, if any."""

    page: Path
    line: int
    language: str
    body: str
    said_above: str | None

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


class Step(NamedTuple):
    """A command of a block; shown: the lines below it, None where the block shows none."""

    place: str
    command: str
    code: int
    shown: list[str] | None


def pages() -> list[Path]:
    """Every Markdown file of the project, in order."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    kept = (path for path in found if path.parts[0] not in MADE)
    return sorted(ROOT / path for path in kept if not any(p.startswith(".") for p in path.parts))


def blocks(page: Path, language: str | None = None) -> list[Block]:
    """The blocks of a page; with a language, those that are in it."""
    text = page.read_text("utf-8")
    found = [
        Block(
            page,
            text.count("\n", 0, match.start("body")) + 1,
            match["language"],
            match["body"],
            above["said"] if (above := ABOVE.search(text, 0, match.start())) else None,
        )
        for match in FENCED.finditer(text)
    ]
    return [block for block in found if language in (None, block.language)]


def steps(block: Block) -> list[Step]:
    """The calls of `yellowcart` in a block, none if the comment above it says why not.

    With a prompt, what follows up to the next prompt is output. Without, every line is a command.
    """
    said = block.said_above or ""
    if re.match("not run: .", said):
        return []
    exits = re.fullmatch(r"exits with (\d)", said)
    body = block.body.replace("\\\n", " ")
    prompted = re.search(r"^\$ ", body, re.M) is not None
    found: list[Step] = []
    for part in re.split(r"^(?=\$ )" if prompted else r"^", body, flags=re.M):
        first, *shown = part.strip("\n").split("\n")
        if CALL.match(first):
            command = first.removeprefix("$ ").removeprefix(".venv/bin/")
            code = int(exits[1]) if exits else 0
            found.append(Step(block.place, command, code, shown or None))
        elif first == "$ echo $?" and found:
            found[-1] = found[-1]._replace(code=int(shown[0]))
    return found


def links(page: Path) -> Iterator[str]:
    """Where the page's links point to, code left out."""
    prose = re.sub(r"`[^`\n]*`", "", FENCED.sub("", page.read_text("utf-8")))
    for match in LINK.finditer(prose):
        yield match[1] or match[2]


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked to, made as GitHub makes them."""
    names: list[str] = []
    for heading in HEADING.findall(FENCED.sub("", page.read_text("utf-8"))):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        seen = len([n for n in names if re.fullmatch(re.escape(name) + r"(-\d+)?", n)])
        names.append(f"{name}-{seen}" if name in names else name)
    return set(names)
