"""What an engine must do, as these tests say it: `python -m tests.contract.storage.rules` prints the list."""

import ast
from pathlib import Path

SECTIONS = (
    "opening",
    "changes",
    "documents",
    "passages",
    "scope",
    "nearest",
    "match",
    "writers",
    "maintenance",
    "faults",
    "random_changes",
)
FOLDER = Path(__file__).parent


def rendered() -> str:
    """A heading for each file of tests, and below it the docstring of each of its tests, as Markdown."""
    return "\n".join(_section(FOLDER / f"test_{name}.py") for name in SECTIONS)


def _section(path: Path) -> str:
    module = ast.parse(path.read_text(encoding="utf-8"))
    tests = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    rules = [f"- {' '.join((ast.get_docstring(test) or '').split())}\n" for test in tests]
    return f"### {ast.get_docstring(module)}\n\n{''.join(rules)}"


if __name__ == "__main__":
    print(rendered(), end="")
