"""`yellowcart work`: does what was put off, without serving anything."""

from typing import Annotated

import typer

from yellowcart.cli.language import said

HELP = said(
    "执行后台任务，例如通知 webhook。\n\n`yellowcart serve` 自己也会做；"
    "需要更多人手时在同一数据库上另外运行。Ctrl-C 停止。",
    "Do what was put off, such as telling webhooks.\n\n"
    "`yellowcart serve` does so too; this adds hands on the same database. Ctrl-C stops it.",
)
EXAMPLES = "  DATABASE_URL=postgresql://db.example/yellowcart yellowcart work --jobs 16"

Jobs = Annotated[
    int,
    typer.Option("--jobs", min=1, help=said("同时执行的任务数。", "How many jobs at a time.")),
]


def run(jobs: Jobs = 8) -> None:
    from yellowcart.site.worker import work

    def prepared() -> None:
        print(said("后台任务执行中。", "Working."), flush=True)

    work(jobs, prepared=prepared)
