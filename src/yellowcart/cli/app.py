"""The commands under their names."""

from collections.abc import Sequence
from typing import Annotated

import typer
from typer.main import get_command

from yellowcart import __version__
from yellowcart.cli import (
    agreements,
    audit,
    database,
    decide,
    demo,
    diff,
    explain,
    generate,
    lint,
    manage,
    notice,
    proof,
    recognise,
    serve,
    sweep,
    transitions,
    work,
)
from yellowcart.cli.language import said
from yellowcart.kit.errors import BadInput

COMMANDS = {
    "recognise": recognise,
    "decide": decide,
    "explain": explain,
    "diff": diff,
    "transitions": transitions,
    "lint": lint,
    "notice": notice,
    "sweep": sweep,
    "serve": serve,
    "work": work,
    "demo": demo,
}


def verbatim(text: str) -> str:
    """Keeps the lines of a help text as they are."""
    return f"\b\n{text}"


def examples(text: str) -> str:
    return verbatim(f"{said('示例：', 'Examples:')}\n{text}")


app = typer.Typer(
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,  # which would cut Chinese, a script without blanks to wrap at
    context_settings={"help_option_names": ["-h", "--help"]},
    help=said(
        "小黄车：哪些链接可以挂在哪里，何时起变化，依据哪一条款。",
        "What may hang in which cart, from when until when, and by which clause.",
    ),
    epilog=verbatim(
        said(
            "输出到终端时供人阅读；接管道或加 --json 时为 JSON。\n"
            "退出码：0 完成，1 有发现或查验不符，2 用法或输入有误。",
            "For people on a terminal, JSON in a pipe or with --json.\n"
            "Exit codes: 0 done, 1 lint or a check found something, 2 bad use or bad input.",
        )
    ),
)
making = typer.Typer(
    help=said("生成供演练和测试用的数据。", "Make data to rehearse and test with.")
)
app.add_typer(making, name="generate")

for name, command in COMMANDS.items():
    app.command(name, help=command.HELP, epilog=examples(command.EXAMPLES))(command.run)
making.command("inventory", help=generate.HELP, epilog=examples(generate.EXAMPLES))(generate.run)

app.command(
    "manage", help=manage.HELP, epilog=examples(manage.EXAMPLES), context_settings=manage.ANYTHING
)(manage.run)
keeping = typer.Typer(help=database.HELP)
app.add_typer(keeping, name="database")
keeping.command("url", help=database.URL_HELP, epilog=examples(database.URL_EXAMPLES))(database.url)
for name, text, shown, call in (
    ("backup", database.BACKUP_HELP, database.BACKUP_EXAMPLES, database.backup),
    ("restore", database.RESTORE_HELP, database.RESTORE_EXAMPLES, database.restore),
):
    keeping.command(name, help=text, epilog=examples(shown))(call)

holding = typer.Typer(help=agreements.HELP)
app.add_typer(holding, name="agreements")
recording = typer.Typer(help=audit.HELP)
app.add_typer(recording, name="audit")
proving = typer.Typer(help=proof.HELP)
app.add_typer(proving, name="proof")
for under, name, text, shown, does in (
    (holding, "import", agreements.IMPORT_HELP, agreements.IMPORT_EXAMPLES, agreements.take_in),
    (holding, "export", agreements.EXPORT_HELP, agreements.EXPORT_EXAMPLES, agreements.give_out),
    (recording, "verify", audit.VERIFY_HELP, audit.VERIFY_EXAMPLES, audit.verify),
    (recording, "export", audit.EXPORT_HELP, audit.EXPORT_EXAMPLES, audit.export),
    (proving, "verify", proof.VERIFY_HELP, proof.VERIFY_EXAMPLES, proof.verify),
):
    under.command(name, help=text, epilog=examples(shown))(does)


@app.callback()
def opening(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=said("显示版本并退出。", "Show the version and exit."))
    ] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


class BadUse(BadInput):
    """A command, an option or an argument that there is not, or that is missing."""

    code = "bad-use"


def run(arguments: Sequence[str]) -> int:
    """Runs one command; answers its exit code. What it refuses, it raises."""
    try:
        with get_command(app).make_context("yellowcart", list(arguments)) as context:
            context.command.invoke(context)
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.TyperException as error:
        raise BadUse(_help_named(error)) from None
    return 0


def _help_named(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "yellowcart"
    what = error.format_message().rstrip(".")
    return f"{what} ({path} --help)"
