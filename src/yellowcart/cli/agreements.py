"""`yellowcart agreements`: a form of agreements into the database, and out of it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from yellowcart.cli.language import said
from yellowcart.cli.output import print_json

HELP = said(
    "协议文件与数据库之间的导入导出。", "Take agreements in from a form, and give them out."
)
IMPORT_HELP = said(
    "把协议文件导入数据库。\n\n已在库中的版本保持不变；文件与库不一致时拒绝，什么也不写。",
    "Take over the versions of an agreements form that are not on file yet.\n\n"
    "Those on file stay as they are; where the form says otherwise, nothing is written.",
)
IMPORT_EXAMPLES = "  yellowcart agreements import agreements.toml"
EXPORT_HELP = said(
    "把生效的协议导出为协议文件。", "Print everything that is in force, in the agreements form."
)
EXPORT_EXAMPLES = "  yellowcart agreements export > agreements.toml"

Form = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=said("协议文件（TOML）。", "An agreements form (TOML).")),
]


def take_in(file: Form) -> None:
    from yellowcart.site.installation import installation
    from yellowcart.site.serve import prepare
    from yellowcart.terms import read_terms

    terms = read_terms(file)
    with installation():
        prepare()
        from yellowcart.agreements.actions import import_terms
        from yellowcart.agreements.models import AgreementVersion, HouseRuleVersion

        def on_file() -> int:
            return AgreementVersion.objects.count() + HouseRuleVersion.objects.count()

        before = on_file()
        import_terms(by=None, terms=terms)
        print_json({"taken_over": on_file() - before})


def give_out() -> None:
    from yellowcart.site.installation import installation
    from yellowcart.site.serve import prepare
    from yellowcart.terms import write_terms

    with installation():
        prepare()
        from yellowcart.agreements.queries import terms_on_file

        sys.stdout.write(write_terms(terms_on_file()))
