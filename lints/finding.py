"""What a lint says."""

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    line: int
    column: int
    lint: str
    message: str

    def at(self, path: Path) -> str:
        return f"{path}:{self.line}:{self.column}: {self.lint}: {self.message}"


def finding(node: ast.expr | ast.stmt | ast.arg, lint: str, message: str) -> Finding:
    return Finding(node.lineno, node.col_offset + 1, lint, message)
