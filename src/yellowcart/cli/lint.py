"""`yellowcart lint`: what in the agreements nobody can have meant."""

from typing import TYPE_CHECKING

import typer

from yellowcart.cli.language import language_of, said
from yellowcart.cli.options import Agreements, Json, Language
from yellowcart.cli.output import print_json, wants_json

if TYPE_CHECKING:
    from yellowcart.terms import Finding

HELP = said(
    "检查协议文件。\n\n找出重叠、空档、永不适用的条款、未知代码、追溯和通知期不足。"
    "有发现时退出码为 1。",
    "Find what in the agreements wants a look.\n\n"
    "Overlaps, gaps, clauses that never apply, unknown codes, retroactive terms, short notice. "
    "Exits with 1 if it finds any.",
)
EXAMPLES = """\
  yellowcart lint --agreements agreements.toml
  yellowcart lint --agreements agreements.toml --json --language zh"""


def run(agreements: Agreements, language: Language = None, json: Json = None) -> None:
    from yellowcart.links import book
    from yellowcart.terms import lint, read_terms

    spoken = language_of(language)
    marketplaces = {marketplace.code for marketplace in book().marketplaces}
    findings = lint(read_terms(agreements), marketplaces)
    if wants_json(json):
        print_json([finding.to_json(spoken) for finding in findings])
    else:
        _show(findings, str(agreements), spoken)
    if findings:
        raise typer.Exit(1)


def _show(findings: "list[Finding]", file: str, language: str) -> None:
    """A line a finding, in the form in which editors find the place."""
    for finding in findings:
        place = file if finding.line is None else f"{file}:{finding.line}"
        print(f"{place}: {finding.severity}: {finding.message.say(language)} [{finding.code}]")
    if not findings:
        print(said("没有发现。", "Nothing found.", language))
