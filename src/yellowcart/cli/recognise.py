"""`yellowcart recognise`: what texts point to."""

import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from yellowcart.cli.language import language_of, said
from yellowcart.cli.lines import STANDARD_INPUT
from yellowcart.cli.options import Json
from yellowcart.cli.output import print_json, printable, wants_json
from yellowcart.cli.texts import texts_of
from yellowcart.kit.errors import BadInput

if TYPE_CHECKING:
    from yellowcart.links import Link

HELP = said(
    "识别文字里的每一个链接和口令。\n\n属于哪个平台，是什么形式，指向哪件商品。",
    "Recognise every link and token in a text.\n\n"
    "Each with its marketplace, its form and its item.",
)
EXAMPLES = """\
  yellowcart recognise https://item.jd.com/100012043978.html
  yellowcart recognise "【淘宝】https://m.tb.cn/h.3EK37eh 点击链接直接打开"
  yellowcart recognise --input carts.parquet --column text > links.jsonl
  pbpaste | yellowcart recognise"""

MANY = 200_000
"""From so many texts on, the compiled reader earns back the second that it takes to load."""


def run(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TEXT",
            help=said(
                "要识别的文字；省略时读标准输入。", "The texts; without any, standard input."
            ),
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        str | None,
        typer.Option(
            "--input",
            metavar="FILE",
            help=said(
                "CSV、JSONL、Parquet 或每行一条的文本文件；- 为标准输入。",
                "CSV, JSONL, Parquet, or plain text with a text a line; - is standard input.",
            ),
        ),
    ] = None,
    column: Annotated[
        str,
        typer.Option(help=said("文件中文字所在的列。", "The column that holds the texts.")),
    ] = "text",
    json: Json = None,
) -> None:
    show = _print_line if wants_json(json) else _show
    for text, links in _recognised(_asked(texts, file, column)):
        show(text, links)


def _asked(texts: list[str] | None, file: str | None, column: str) -> Iterable[str | None]:
    if texts and file is not None:
        raise BadInput("texts and --input at once", expected="one of them")
    if texts and texts != [STANDARD_INPUT]:
        return texts
    if file is None and not texts and sys.stdin.isatty():
        raise BadInput("nothing to recognise", expected="TEXT..., --input FILE or standard input")
    return texts_of(STANDARD_INPUT if file is None else file, column)


def _recognised(texts: Iterable[str | None]) -> Iterator[tuple[str | None, "list[Link]"]]:
    from yellowcart.links.recognise import recogniser

    coming = iter(texts)
    by = recogniser()
    for text in islice(coming, MANY):
        yield text, [] if text is None else by.recognise(text)
    for text in coming:
        by.warm()
        yield text, [] if text is None else by.recognise(text)


def _print_line(text: str | None, links: "list[Link]") -> None:
    print_json({"text": text, "links": [link._asdict() for link in links]})


def _show(text: str | None, links: "list[Link]") -> None:
    from rich.text import Text

    from yellowcart.cli.screen import screen

    page = screen()
    page.print(Text(printable(text or ""), "bold"), overflow="ellipsis", no_wrap=True)
    for link in links:
        page.print(Text("  ") + Text(printable(" · ".join(_parts(link)))), soft_wrap=True)
    if not links:
        page.print(Text("  " + said("没有链接或口令", "no link or token"), "dim"))


def _parts(link: "Link") -> Iterator[str]:
    from yellowcart.links import book

    if link.marketplace is None:
        yield said("无法判断平台", "of no certain marketplace")
    else:
        yield book().marketplace(link.marketplace).name[language_of()]
    yield link.form
    yield from chain(filter(None, (link.item_id, link.url)))
    if link.via:
        yield said("经由 ", "via ") + ", ".join(link.via)
    for name, value in link.affiliate.items():
        yield f"{name}={value}"
