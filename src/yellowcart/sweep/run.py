"""One sweep from its question to its folder of files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Literal

from yellowcart.kit.errors import BadInput
from yellowcart.sweep.local import sweep_locally
from yellowcart.sweep.outputs import FILES, Outputs, write_creators
from yellowcart.sweep.place import placed_folder
from yellowcart.sweep.reading import id_types, layouts_of, rows_of
from yellowcart.sweep.report import render_report
from yellowcart.sweep.rulings import Rulings
from yellowcart.sweep.summary import Summary, summary_of
from yellowcart.sweep.tally import Swept
from yellowcart.terms import Terms

Engine = Literal["local", "spark"]
Progress = Callable[[int, int | None], None]
"""Called with the rows done so far, and with all there are where that is known."""


def sweep(
    inventory: Sequence[str | Path],
    terms: Terms,
    at: datetime,
    output: Path,
    *,
    engine: Engine = "local",
    master: str | None = None,
    known_at: datetime | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Finds every published entry that may hang just before `at` and may not at `at`.

    `inventory` are Parquet, CSV or JSONL files, folders or globs. `at` is an aware instant; an
    entry is withdrawn when it is allowed at `at` minus one microsecond and denied at `at`, by
    the terms as known at `known_at` (None: all on file). `output` becomes a folder that holds
    withdrawals.parquet, creators.parquet, rejected.parquet, summary.json and report.html; it
    appears whole or not at all, and an earlier one is replaced only then. Money is whole fen.

    Rows that cannot be read are set aside in rejected.parquet. Raises BadInput, before
    anything is written, for a missing file or column, an unknown engine, and an `output`
    that holds anything else.
    """
    started = perf_counter()
    if engine not in ("local", "spark"):
        raise BadInput("no such engine", field="engine", value=engine, expected="local or spark")
    rulings = Rulings(terms, at, known_at)
    layouts = layouts_of(inventory, rulings.asked)
    total = rows_of(layouts) if progress is not None else None
    done = 0

    def on_rows(rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None:
            progress(done, total)

    engine_ = partial(_spark(), master=master) if engine == "spark" else sweep_locally
    entry_id, creator_id = id_types(layouts)
    with placed_folder(Path(output), FILES) as folder:
        scratch = folder.parent / "scratch"
        scratch.mkdir()
        with Outputs(folder, entry_id, creator_id) as outputs:
            swept = engine_(layouts, rulings, outputs, scratch, on_rows)
        judged = perf_counter()
        count, touched, top = write_creators(
            folder / "creators.parquet", swept.creators, creator_id
        )
        summary = summary_of(
            swept.tally,
            rulings.partner_of_marketplace,
            at=at,
            known_at=known_at,
            time_zone=terms.time_zone,
            engine=engine,
            inputs=tuple(str(layout.path) for layout in layouts),
            creators=count,
            creators_touched=touched,
            top_creators=tuple(top),
            seconds={
                "start": round(swept.start_seconds, 3),
                "judge": round(judged - started - swept.start_seconds, 3),
                "creators": round(perf_counter() - judged, 3),
            },
        )
        text = json.dumps(summary.to_json(), ensure_ascii=False, indent=1)
        (folder / "summary.json").write_text(text + "\n", encoding="utf-8")
        (folder / "report.html").write_text(render_report(summary, terms), encoding="utf-8")
    return summary


def _spark() -> Callable[..., Swept]:
    # Only who asks for Spark pays for its import, and needs it installed.
    from yellowcart.sweep.spark import sweep_in_spark

    return sweep_in_spark
