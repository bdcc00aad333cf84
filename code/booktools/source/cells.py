"""The code cells of a page: tags, code, and where both stand."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml

from booktools.source.myst import Block, directives, options

MAGIC = re.compile(r"^\s*[!%].*$", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A code cell: the line of its fence, its YAML header, and its code with the code's first line."""

    line: int
    header: dict
    code: str
    code_line: int

    @property
    def tags(self) -> list[str]:
        return list(self.header.get("tags") or [])

    def tree(self) -> ast.Module | None:
        """The code's syntax tree; None when it is not plain Python (running it tells more)."""
        try:
            return ast.parse(MAGIC.sub("", self.code))
        except SyntaxError:
            return None


def cells(text: str) -> Iterator[Cell]:
    """Every code cell of a MyST notebook."""
    return (cell_of(block) for block in directives(text) if block.name == "code-cell")


@lru_cache(maxsize=4096)  # every check reads every cell, and YAML is slow to read
def cell_of(block: Block) -> Cell:
    """The cell that a {code-cell} is."""
    body = list(block.body)
    start = next((i for i, line in enumerate(body) if line.text.strip()), len(body))
    if start < len(body) and body[start].text.strip() == "---":
        end = next((i for i in range(start + 1, len(body)) if body[i].text.strip() == "---"), len(body))
        header, rest = "\n".join(line.text for line in body[start + 1 : end]), body[end + 1 :]
    else:
        found, rest = options(tuple(body[start:]))
        header = "\n".join(f"{name}: {line.text}" for name, line in found.items())
    try:
        loaded = yaml.safe_load(header)
    except yaml.YAMLError:
        loaded = None
    code = "\n".join(line.text for line in rest)
    first = rest[0].number if rest else block.line
    return Cell(block.line, loaded if isinstance(loaded, dict) else {}, code, first)
