"""`yellowcart serve`: the database, the pages and the API, on one port."""

from typing import Annotated

import typer

from yellowcart.cli.language import said

HELP = said(
    "启动数据库、页面和 API。\n\n没有 DATABASE_URL 时使用内嵌的 PostgreSQL，"
    "数据放在 YELLOWCART_DATA。Ctrl-C 全部停止；再次启动从原处继续。",
    "Serve the pages and the API, and the database below them.\n\n"
    "Without DATABASE_URL it starts its own PostgreSQL, which keeps its data in "
    "YELLOWCART_DATA. Ctrl-C stops it all; a second start goes on where it was.",
)
EXAMPLES = """\
  YELLOWCART_DATA=/srv/yellowcart yellowcart serve
  YELLOWCART_DEVELOPMENT=1 yellowcart serve --port 8001"""

Host = Annotated[
    str, typer.Option("--host", help=said("监听的地址。", "The address to listen on."))
]
Port = Annotated[
    int, typer.Option("--port", min=1, max=65535, help=said("监听的端口。", "The port."))
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, help=said("进程数。", "How many processes answer."))
]


def run(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    from yellowcart.site.serve import serve

    def prepared() -> None:
        shown = f"[{host}]" if ":" in host else host
        print(f"http://{shown}:{port}/", flush=True)

    serve(host, port, workers, prepared=prepared)
