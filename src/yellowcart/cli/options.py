"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from yellowcart.cli.language import said

INSTANT = "TIME"

Agreements = Annotated[
    Path,
    typer.Option(
        "--agreements", metavar="FILE", help=said("协议文件（TOML）。", "The agreements, as TOML.")
    ),
]
At = Annotated[
    str,
    typer.Option(
        "--at",
        metavar=INSTANT,
        help=said(
            "时刻（ISO 8601）；不带时区偏移时按协议文件的时区理解。",
            "The instant, ISO 8601; without an offset, in the agreements' time zone.",
        ),
    ),
]
Before = Annotated[
    str,
    typer.Option("--before", metavar=INSTANT, help=said("前一时刻。", "The earlier instant.")),
]
After = Annotated[
    str,
    typer.Option("--after", metavar=INSTANT, help=said("后一时刻。", "The later instant.")),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar=INSTANT,
        help=said("只用该时刻已知的协议版本。", "By the versions known at that instant only."),
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="zh|en", help=said("中文或英文。", "Chinese or English.")),
]
Json = Annotated[
    bool | None,
    typer.Option(
        "--json/--plain",
        help=said(
            "输出 JSON，或供人阅读的文字；默认终端为文字，管道为 JSON。",
            "JSON, or text for people; by default text on a terminal and JSON in a pipe.",
        ),
        show_default=False,
    ),
]
