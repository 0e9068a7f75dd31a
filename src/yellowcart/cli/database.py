"""`yellowcart database`: its address, a backup of it, and one put back."""

from pathlib import Path
from typing import Annotated

import typer

from yellowcart.cli.language import said

HELP = said("数据库的地址、备份和恢复。", "The database's address, its backup and restore.")
URL_HELP = said(
    "显示正在运行的内嵌数据库的地址。",
    "Show the address of the embedded database while it runs. It holds the password.",
)
BACKUP_HELP = said(
    "把数据库备份到一个文件。\n\n可在服务运行时进行。",
    "Back the database up into a file.\n\nThe server may go on serving meanwhile.",
)
RESTORE_HELP = said(
    "把备份恢复到空数据库。\n\n全部恢复，或什么都不写。",
    "Put a backup into an empty database.\n\nAll of it, or nothing.",
)
URL_EXAMPLES = "  yellowcart database url"
BACKUP_EXAMPLES = "  yellowcart database backup yellowcart.dump"
RESTORE_EXAMPLES = "  YELLOWCART_DATA=/srv/new yellowcart database restore yellowcart.dump"

File = Annotated[
    Path, typer.Argument(metavar="FILE", help=said("备份文件。", "The backup's file."))
]


def url() -> None:
    from yellowcart.site.backup import database_url

    print(database_url())


def backup(file: File) -> None:
    from yellowcart.site.backup import back_up

    back_up(file)


def restore(file: File) -> None:
    from yellowcart.site.backup import restore

    restore(file)
