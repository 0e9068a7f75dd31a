"""`yellowcart sweep`: what a transition takes down, over everything that hangs."""

from pathlib import Path
from typing import Annotated

import typer

from yellowcart.cli.instants import instant, known_instant
from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import Agreements, At, Json, KnownAt, Language
from yellowcart.cli.output import print_json, wants_json
from yellowcart.cli.progress import progress_bar
from yellowcart.cli.refusals import about_options
from yellowcart.kit.errors import BadInput

HELP = said(
    "清查须下架的在挂链接。\n\n即该时刻前一刻可挂、自该时刻起不可挂的链接，以及涉及的达人。",
    "Find every published link that must come down.\n\n"
    "Those that may hang just before an instant and may not at it, and whose they are.",
)
EXAMPLES = """\
  yellowcart sweep inventory/ --agreements agreements.toml \\
    --at 2022-03-01T00:00:00+08:00 --output out/cutover
  yellowcart sweep 'lake/*.parquet' --agreements agreements.toml \\
    --at 2022-03-01 --output out/cutover --engine spark --master 'local[2]'"""


def run(
    inventory: Annotated[
        list[str],
        typer.Argument(
            metavar="INVENTORY",
            help=said(
                "Parquet、CSV 或 JSONL 的文件、文件夹或通配符。",
                "Files, folders or globs of Parquet, CSV or JSONL.",
            ),
        ),
    ],
    agreements: Agreements,
    at: At,
    output: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER",
            help=said("结果文件夹；要么完整出现，要么不出现。", "Appears whole or not at all."),
        ),
    ],
    engine: Annotated[
        str, typer.Option(metavar="local|spark", help=said("执行引擎。", "Who does the work."))
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help=said("Spark 集群地址。", "Spark's master, such as local[2].")
        ),
    ] = None,
    known_at: KnownAt = None,
    language: Language = None,
    json: Json = None,
) -> None:
    from yellowcart.sweep import sweep
    from yellowcart.terms import read_terms

    spoken = language_of(language)
    if master is not None and engine != "spark":
        raise BadInput("a master without Spark", field="--master", expected="--engine spark")
    terms = read_terms(agreements)
    instant_, known = instant(at, terms, "--at"), known_instant(known_at, terms)
    with (
        about_options("at", "engine", "master", "output"),
        progress_bar(said("清查", "Sweeping")) as show,
    ):
        summary = sweep(
            inventory,
            terms,
            instant_,
            output,
            engine=engine,  # type: ignore[arg-type]  # refused by sweep, which names the engines
            master=master,
            known_at=known,
            progress=show,
        )
    if wants_json(json):
        print_json(summary.to_json())
        return
    from yellowcart.cli.figures import show_summary

    show_summary(summary, terms, spoken)
    print(output / "report.html")
