"""The figures as people read them: on the terminal, and as the tables of docs/benchmarks.md."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figure import Figure
from bench.record import Measured
from bench.rows import ROWS, met

FROM, TO = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
HEADINGS = ("path", "ours", "peer", "", "ratio", "must reach", "met", "measured")
SAID = {True: "yes", False: "**no**", None: ""}


def cells(one: Measured) -> tuple[str, ...]:
    row, figure = ROWS[one.figure.name], one.figure
    return (
        row.path,
        amount(figure.ours, figure.unit),
        amount(figure.peer, figure.unit),
        row.peer,
        ratio(figure),
        ", ".join(bar.text for bar in row.bars),
        SAID[met(row, figure)],
        one.at[:16].replace("T", " "),
    )


def amount(value: float, unit: str) -> str:
    if unit.endswith("/s"):
        short = f"{value / 1e6:.2f} M" if value >= 1e6 else f"{value:,.0f}"
        return f"{short}/s"
    digits = {"MiB": 0, "%": 1, "ns": 0}.get(unit, 2)
    return f"{value:,.{digits}f} {unit}"


def ratio(figure: Figure) -> str:
    return f"{figure.ratio:,.0f}" if figure.ratio >= 100 else f"{figure.ratio:.2f}"


def show(measured: Iterable[Measured], console: Console) -> None:
    table = Table(*HEADINGS)
    for one in measured:
        table.add_row(*(cell.replace("**", "").replace("`", "") for cell in cells(one)))
    console.print(table)


def tables(measured: Sequence[Measured]) -> str:
    """The Markdown table, and the machines below it."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---|--:|--:|---|--:|---|---|---|"]
    lines += ["| " + " | ".join(cells(one)) + " |" for one in measured]
    machines = dict.fromkeys(one.machine for one in measured)
    return "\n".join([*lines, "", *(f"Measured on {machine}." for machine in machines)])


def write(path: Path, measured: Sequence[Measured]) -> None:
    """Puts the tables between their marks, and leaves the words around them alone."""
    before, _, rest = path.read_text("utf-8").partition(FROM)
    _, _, after = rest.partition(TO)
    path.write_text(f"{before}{FROM}\n\n{tables(measured)}\n\n{TO}{after}", encoding="utf-8")
