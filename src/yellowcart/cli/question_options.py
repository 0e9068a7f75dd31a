"""The options in which `decide` and `explain` take a question."""

from typing import Annotated

import typer

from yellowcart.cli.language import said

Link = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help=said(
            "链接、口令或整段分享文案；以其中第一个链接为准。",
            "A link, a token or a whole share message; its first link counts.",
        ),
    ),
]
Partner = Annotated[
    str | None, typer.Option(metavar="CODE", help=said("合作方代码。", "A partner's code."))
]
Surface = Annotated[
    str | None, typer.Option(metavar="CODE", help=said("位置代码。", "A surface's code."))
]
Kind = Annotated[
    str,
    typer.Option(
        metavar="goods|services", help=said("商品链接或服务链接。", "Goods or service links.")
    ),
]
QuestionAt = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help=said(
            "时刻（ISO 8601）；不带时区偏移时按协议文件的时区理解。",
            "The instant, ISO 8601; without an offset, in the agreements' time zone.",
        ),
    ),
]
Category = Annotated[
    str | None, typer.Option(metavar="CODE", help=said("商品类目。", "The item's category."))
]
CreatorGroup = Annotated[
    str | None, typer.Option(metavar="CODE", help=said("达人分组。", "The creator's group."))
]
Questions = Annotated[
    str | None,
    typer.Option(
        "--input",
        metavar="FILE",
        help=said(
            "JSONL，每行一问，键名同各选项（known_at、creator_group 用下划线）；- 为标准输入。"
            "行中未写的以选项为准。",
            "JSONL, a question a line, with the options' names as keys (known_at, creator_group); "
            "- is standard input. Options stand for what a line does not say.",
        ),
    ),
]
