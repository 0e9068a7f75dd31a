"""Rehearses the cut-over of 1 March 2022, as `make run` does.

A million generated links and the real ones of tests/data/links.jsonl are swept at the instant
at which the agreements change; what falls, the notice and the report are what came of it.
"""

import json
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from yellowcart.cli.figures import show_summary
from yellowcart.cli.language import language_of
from yellowcart.cli.progress import progress_bar
from yellowcart.kit.instant import parse_instant
from yellowcart.sweep import sweep
from yellowcart.sweep.generate import generate_inventory
from yellowcart.terms import diff, notice, read_terms

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OUT = ROOT / "out"
CUT_OVER = parse_instant("2022-03-01T00:00:00+08:00")
ENTRIES, SEED = 1_000_000, 20220301
SURFACES = ("live_cart", "video_cart", "product_page", "shop_window")
CREATORS = 40
FIRST_REAL = 9_000_000_001
"""Entries and creators of the real links are numbered from here, apart from the generated."""


def main() -> None:
    OUT.mkdir(exist_ok=True)
    terms = read_terms(HERE / "agreements.toml")
    generated = OUT / f"inventory-{ENTRIES}.parquet"
    if first := not generated.exists():
        say("The first run compiles the kernels, which takes up to a minute.")
        say(f"Making {generated.relative_to(ROOT)}: {ENTRIES:,} links, seed {SEED}.")
        generate_inventory(ENTRIES, SEED, generated)
    real = OUT / "inventory-real.jsonl"
    real.write_text(inventory_of_real_links(), encoding="utf-8")

    say(f"Sweeping {generated.relative_to(ROOT)} and {real.relative_to(ROOT)}.")
    folder = OUT / "kuaishou-2022"
    started = perf_counter()
    with progress_bar("Sweeping") as show:
        summary = sweep([generated, real], terms, CUT_OVER, folder, progress=show)
    seconds = perf_counter() - started

    print()
    show_summary(summary, terms, language_of())
    changes = diff(terms.table(), CUT_OVER - timedelta(microseconds=1), CUT_OVER)
    for language in ("zh", "en"):
        print(f"\n{notice(changes, language)}")
    print(f"\nReport: {folder.relative_to(ROOT) / 'report.html'}")
    print(f"Swept {summary.rows:,} links in {seconds:.1f} s{', compiling' if first else ''}.")


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


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
