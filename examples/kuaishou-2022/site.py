"""Serves a platform as it was before the agreements of 2022 changed, as `make run` does.

The first start takes over the agreements, and 20,000 entries that 200 creators had hung by
20 February 2022. The platform's clock starts there at eight in the evening of 21 February 2022,
and goes on from then whether or not anybody serves: every start after the first goes on where
the one before was. YELLOWCART_SECONDS_AHEAD moves the clock elsewhere; 0: to the present.
"""

import os
from pathlib import Path

from yellowcart.cli.language import said
from yellowcart.kit.clock import now
from yellowcart.kit.instant import parse_instant
from yellowcart.site.environment import read_environment
from yellowcart.site.serve import serve

HERE = Path(__file__).resolve().parent
HOST, PORT = "127.0.0.1", 8000
STARTS = parse_instant("2022-02-21T20:00:00+08:00")
"""Two hours after JD's amendment was signed, and four before seven days are left."""
AHEAD = "YELLOWCART_SECONDS_AHEAD"


def main() -> None:
    port = int(os.environ.get("YELLOWCART_PORT", PORT))
    os.environ.setdefault("YELLOWCART_DEVELOPMENT", "1")
    os.environ.setdefault(AHEAD, kept_ahead(read_environment().data_folder / "clock"))
    serve(HOST, port, 1, prepared=lambda: prepared(port))


def kept_ahead(file: Path) -> str:
    """How far the platform's clock is from the machine's: chosen once, and kept."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(int((STARTS - now()).total_seconds())))
    return file.read_text()


def prepared(port: int) -> None:
    from yellowcart.demo.platform import PASSWORD, demo_people, fill
    from yellowcart.parties.models import Person
    from yellowcart.terms import read_terms

    if not Person.objects.exists():
        say(
            "首次运行：载入协议、200 位达人和 20,000 个条目……",
            "First run: taking over agreements, 200 creators and 20,000 entries …",
        )
        fill(read_terms(HERE / "agreements.toml"))
    say("打开", "Open", f" http://{HOST}:{port}/")
    say("演示账号（密码都是 {0}）：", "Demo accounts (password of each: {0}):", PASSWORD)
    for username, name, role in demo_people():
        print(f"  {username:12} {name} ({role})", flush=True)


def say(zh: str, en: str, *values: str) -> None:
    print(said(zh, en).format(*values) if "{" in zh else said(zh, en) + "".join(values), flush=True)


if __name__ == "__main__":
    main()
