"""`yellowcart demo`: the event of 2022, played on a platform that is thrown away afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated

import typer

from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import Json, Language
from yellowcart.cli.output import print_json, wants_json
from yellowcart.kit.errors import BadInput
from yellowcart.kit.instant import format_instant

HELP = said(
    "演示。--story 在一个用完即弃的平台上，从头到尾演一遍 2022 年 3 月 1 日的切换。\n\n"
    "每一步都是控制台按钮和接口所调用的操作；平台的时钟随情节走。不改动任何已有数据。",
    "Show what it does. --story plays the cut-over of 1 March 2022 from end to end.\n\n"
    "On a platform that is thrown away afterwards; every step is what the console's buttons and "
    "the API call, and the platform's clock goes with the story. No data of yours is touched.",
)
EXAMPLES = "  yellowcart demo --story\n  yellowcart demo --story --language en"
CREATORS = 25

Story = Annotated[
    bool, typer.Option("--story", help=said("演一遍 2022 年的切换。", "Play the cut-over of 2022."))
]


def run(story: Story = False, json: Json = None, language: Language = None) -> None:
    if not story:
        raise BadInput("nothing to show", field="--story", expected="yellowcart demo --story")
    spoken = language_of(language)
    with tempfile.TemporaryDirectory(prefix="yellowcart-story-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # PostgreSQL's account passes through, where we are root
        with _platform(folder):
            _play(spoken, wants_json(json))


@contextmanager
def _platform(folder: Path) -> Iterator[None]:
    """A database of its own, for as long as the story takes: nothing of it need last."""
    from yellowcart.site.database import Cluster

    cluster = Cluster(folder, durable=False)
    os.environ |= {
        "DATABASE_URL": cluster.start(),
        "DJANGO_SETTINGS_MODULE": "yellowcart.site.settings",
        "YELLOWCART_DATA": str(folder),
        "YELLOWCART_DEVELOPMENT": "1",
        "YELLOWCART_SECRET_KEY": token_urlsafe(48),
    }
    try:
        yield
    finally:
        cluster.stop()


def _play(language: str, as_json: bool) -> None:
    from yellowcart.demo.stage import played

    for scene, zone in played(language, creators=CREATORS):
        at, text = format_instant(scene.at, zone), scene.text.say(language)
        if as_json:
            print_json({"at": at, "step": scene.step, "text": text, "figures": scene.figures})
        else:
            print(f"{at[:19].replace('T', ' ')}  {text}\n", flush=True)
