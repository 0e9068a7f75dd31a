"""The report of a sweep: one page in both languages that needs nothing but itself."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from yellowcart.kit.money import format_yuan
from yellowcart.sweep.report import figures
from yellowcart.sweep.report.phrases import PHRASES
from yellowcart.sweep.rulings import JUST_BEFORE
from yellowcart.sweep.summary import Summary
from yellowcart.terms import Terms, diff, notice
from yellowcart.terms.speech import on_the_clocks, say_instant, say_zone

Language = Literal["zh", "en"]


def render_report(summary: Summary, terms: Terms, language: Language = "zh") -> str:
    """The page as HTML; `language` is the one it opens in."""
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            summary=summary,
            language=language,
            day=on_the_clocks(summary.at, terms).date(),
            at=_instant(summary.at, terms),
            known_at=summary.known_at and _instant(summary.known_at, terms),
            inputs=[figures.path_to_read(path) for path in summary.inputs],
            heads=figures.of_partners(summary.by_partner_surface),
            names=figures.names_of(terms),
            sentences=figures.sentences(summary, terms),
            notice=_notice(summary, terms),
            unrecognised=figures.counts_with_bars(list(summary.unrecognised_by.items())),
            without_partner=figures.counts_with_bars(list(summary.without_partner.items())),
            denied=figures.counts_with_bars(list(summary.denied_before.items())),
        )
    )


def _notice(summary: Summary, terms: Terms) -> tuple[str, str] | None:
    table = terms.table(summary.known_at)
    changes = diff(table, summary.at - JUST_BEFORE, summary.at)
    if not changes.changes:
        return None
    return notice(changes, "zh"), notice(changes, "en")


def _both(zh: object, en: object) -> Markup:
    if zh == en:
        return escape(zh)
    return Markup('<span lang="zh">{}</span><span lang="en">{}</span>').format(zh, en)


def _phrase(key: str, **values: str) -> Markup:
    zh, en = PHRASES[key]
    return _both(zh.format(**values), en.format(**values))


def _instant(at: datetime, terms: Terms) -> Markup:
    on_the_clock = say_instant(at, terms)
    zh, en = say_zone(at, terms, "zh"), say_zone(at, terms, "en")
    return _both(f"{on_the_clock}（{zh}）", f"{on_the_clock} ({en})")


def _name(names: dict[str, tuple[str, str]], code: str | None, without: str) -> Markup:
    if code is None:
        return _phrase(without)
    return _both(*names.get(code, (code, code)))


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader

    template = files(__name__).joinpath("report.html.jinja").read_text("utf-8")
    environment = Environment(
        autoescape=True,
        loader=DictLoader({"report.html.jinja": template}),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    globals_: dict[str, Any] = {
        "t": _phrase,
        "both": _both,
        "name": _name,
        "bar": figures.bar,
        "share": figures.share,
    }
    environment.globals.update(globals_)
    environment.filters["yuan"] = format_yuan
    environment.filters["grouped"] = lambda number: f"{number:,}"
    return environment
