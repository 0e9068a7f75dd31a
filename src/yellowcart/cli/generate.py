"""`yellowcart generate inventory`: entries out of nothing but a seed."""

from pathlib import Path
from typing import Annotated

import typer

from yellowcart.cli.language import said
from yellowcart.cli.options import Json
from yellowcart.cli.output import print_json, wants_json
from yellowcart.cli.progress import progress_bar
from yellowcart.cli.refusals import about_options

MOST_ENTRIES = 10**12

HELP = said(
    "生成一份仿真的在挂链接清单。\n\n格式为 Parquet；条数和种子相同，文件逐字节相同。",
    "Make a realistic inventory of published links.\n\n"
    "As Parquet; the same entries and seed give the same bytes.",
)
EXAMPLES = """\
  yellowcart generate inventory --entries 1000000 --seed 1 inventory.parquet
  yellowcart generate inventory --entries 50000000 --seed 1 inventory/"""


def run(
    output: Annotated[
        Path,
        typer.Argument(
            metavar="OUTPUT",
            help=said(
                "以 .parquet 结尾为单个文件，无后缀则为文件夹。",
                "One file if it ends in .parquet, without a suffix a folder.",
            ),
        ),
    ],
    entries: Annotated[
        int, typer.Option(metavar="N", max=MOST_ENTRIES, help=said("条数。", "How many entries."))
    ],
    seed: Annotated[int, typer.Option(metavar="S", help=said("随机种子。", "The seed."))],
    json: Json = None,
) -> None:
    # Loads the compiled kernels: only who generates waits for them.
    from yellowcart.sweep.generate import generate_inventory

    made = 0
    with progress_bar(said("生成", "Making entries")) as show:

        def on_rows(rows: int) -> None:
            nonlocal made
            made += rows
            if show is not None:
                show(made, entries)

        with about_options("entries"):
            size = generate_inventory(entries, seed, output, progress=on_rows)
    if wants_json(json):
        print_json({"output": str(output), "entries": entries, "seed": seed, "bytes": size})
    else:
        print(f"{output}: {entries:,} {said('条', 'entries')}, {size:,} {said('字节', 'bytes')}")
