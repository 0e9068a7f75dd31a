"""What the worker knows: every task that the code puts off or that runs of its own accord."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "yellowcart"
KNOWN = """
import django
django.setup()
from yellowcart.site.worker_process import the_app
app = the_app()
print(*sorted(app.tasks), sep="\\n")
print("--")
print(*sorted({name for name, _ in app.periodic_registry.periodic_tasks}), sep="\\n")
"""


def named_in_the_code() -> Iterator[tuple[str, bool]]:
    """The name of every task, and whether it is periodic."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            calls = {
                ast.unparse(one.func): one
                for one in node.decorator_list
                if isinstance(one, ast.Call)
            }
            if "app.task" in calls:
                (name,) = (k.value for k in calls["app.task"].keywords if k.arg == "name")
                yield ast.literal_eval(name), "app.periodic" in calls


def test_the_worker_knows_every_task_and_runs_the_periodic_ones() -> None:
    ran = subprocess.run(
        [sys.executable, "-P", "-c", KNOWN], capture_output=True, text=True, check=True
    )
    tasks, _, periodic = ran.stdout.partition("--\n")
    named = dict(named_in_the_code())
    assert named.keys() <= {*tasks.split()}
    assert {"cutover.look", "notices.look"} <= {*periodic.split()}
    assert {name for name, is_periodic in named.items() if is_periodic} == {*periodic.split()}
