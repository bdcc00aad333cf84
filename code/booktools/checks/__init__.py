"""Checks of the book's sources. Each module has `check(root) -> list[Problem]`; run_all gathers them.

The built pages have a check of their own, since it needs a build: booktools.checks.links.check_site.
"""

from importlib import import_module
from pathlib import Path

from booktools.source.problem import Problem

MODULES = (
    "text",
    "tables",
    "terms",
    "spelling",
    "places",
    "notation",
    "chapters",
    "figures",
    "labels",
    "quizzes",
    "stations",
    "levels",
    "guesses",
    "tags",
    "missing",
    "redrawn",
    "equations",
    "numbers",
    "clocks",
    "visible",
    "columns",
)

__all__ = ["MODULES", "Problem", "run_all"]


def run_all(root: Path) -> list[Problem]:
    """Everything that is wrong with the sources of the book at `root`, by file and line."""
    problems: set[Problem] = set()
    for name in MODULES:
        problems |= set(import_module(f"booktools.checks.{name}").check(Path(root)))
    return sorted(problems, key=lambda problem: (str(problem.file), problem.line, problem.message))
