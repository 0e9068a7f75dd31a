"""`yellowcart manage`: Django's own commands, on this installation's database."""

from typing import Annotated

import typer

from yellowcart.cli.language import said

HELP = said(
    "运行 Django 的管理命令。\n\n例如 migrate、createsuperuser、shell；"
    "需要时启动内嵌的数据库，用完停止。",
    "Run one of Django's commands.\n\n"
    "Such as migrate, createsuperuser or shell; the embedded database is started if it does "
    "not run, and stopped afterwards if nobody else uses it.",
)
EXAMPLES = """\
  yellowcart manage createsuperuser
  yellowcart manage showmigrations"""
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

Arguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="...", help=said("命令及其参数。", "The command and its arguments.")),
]


def run(arguments: Arguments = None) -> None:
    from yellowcart.site.manage import manage

    manage(arguments or [])
