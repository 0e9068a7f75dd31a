"""Rehearses the cut-over of 1 March 2022, as `make rehearse` does.

A million generated links and the real ones of tests/data/links.jsonl are swept at the instant
at which the agreements change. Prints what falls, the notice, and where the report is.
"""

import json
from datetime import timedelta
from os.path import relpath
from pathlib import Path
from time import perf_counter

from yellowcart.cli.figures import show_summary
from yellowcart.cli.language import language_of, said
from yellowcart.cli.progress import progress_bar
from yellowcart.kit.instant import parse_instant
from yellowcart.sweep import sweep
from yellowcart.sweep.generate import generate_inventory
from yellowcart.terms import diff, notice, read_terms

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CUT_OVER = parse_instant("2022-03-01T00:00:00+08:00")
ENTRIES, SEED = 1_000_000, 20220301
SURFACES = ("live_cart", "video_cart", "product_page", "shop_window")
CREATORS = 40
FIRST_REAL = 9_000_000_001
"""Entries and creators of the real links are numbered from here, apart from the generated."""


def main(out: Path = ROOT / "out", entries: int = ENTRIES) -> None:
    terms = read_terms(HERE / "agreements.toml")
    out.mkdir(parents=True, exist_ok=True)
    generated = out / f"inventory-{entries}.parquet"
    if first := not generated.exists():
        say(
            "首次运行要编译内核，最多约一分钟。",
            "The first run compiles its kernels: up to a minute.",
        )
        say(f"生成 {entries:,} 条链接，种子 {SEED}。", f"Making {entries:,} links, seed {SEED}.")
        generate_inventory(entries, SEED, generated)
    real = out / "inventory-real.jsonl"
    real.write_text(inventory_of_real_links(), encoding="utf-8")

    say(f"清查 {relpath(generated)} 和 {relpath(real)}。\n",
        f"Sweeping {relpath(generated)} and {relpath(real)}.\n")  # fmt: skip
    started = perf_counter()
    with progress_bar(said("清查", "Sweeping")) as show:
        summary = sweep([generated, real], terms, CUT_OVER, out / "kuaishou-2022", progress=show)
    seconds = perf_counter() - started

    show_summary(summary, terms, language_of())
    changes = diff(terms.table(), CUT_OVER - timedelta(microseconds=1), CUT_OVER)
    for language in ("zh", "en"):
        print(f"\n{notice(changes, language)}")
    report = relpath(out / "kuaishou-2022" / "report.html")
    say(f"\n报告：{report}", f"\nReport: {report}")
    zh, en = ("，含编译", ", compiling included") if first else ("", "")
    say(f"清查 {summary.rows:,} 条链接，用时 {seconds:.1f} 秒{zh}。",
        f"Swept {summary.rows:,} links in {seconds:.1f} s{en}.")  # fmt: skip


def inventory_of_real_links() -> str:
    """The labelled real links, on surfaces and with creators made up one after another."""
    texts = (ROOT / "tests" / "data" / "links.jsonl").read_text("utf-8").splitlines()
    entries = (
        {
            "entry_id": FIRST_REAL + number,
            "creator_id": FIRST_REAL + number % CREATORS,
            "surface": SURFACES[number % len(SURFACES)],
            "text": json.loads(text)["text"],
            "gmv_30d_fen": 100 * number,
        }
        for number, text in enumerate(texts)
    )
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def say(zh: str, en: str) -> None:
    print(said(zh, en), flush=True)


if __name__ == "__main__":
    main()
