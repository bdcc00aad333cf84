"""MyST as lines and directives, with line numbers. markdown-it cuts the text, as it does in the build."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

# What _config.yml enables (a test compares): a text must be cut here just as it is in the build.
EXTENSIONS = frozenset(
    ("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "substitution")
)
# Directives that hold no prose; a fence without a directive holds none either.
NOT_PROSE = {"code", "code-block", "code-cell", "literalinclude", "math", "raw", "sourcecode"}
DIRECTIVE = re.compile(r"^\{(?P<name>[^}]+)\}\s*(?P<argument>.*?)\s*$")
OPTION = re.compile(r"^:(?P<name>[\w-]+):(?:\s+(?P<value>.*?))?\s*$")
FENCES = {"fence", "colon_fence"}


@dataclass(frozen=True)
class Line:
    """A line and its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Block:
    """A directive: its name, argument and body; end is the closing fence's line (0 when it is missing).

    The body's lines are as the directive gets them: without the indent of a list that it stands in.
    """

    name: str
    argument: str
    line: int
    end: int
    body: tuple[Line, ...]


@cache
def _parser() -> MarkdownIt:
    parser = create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)
    parser.core.ruler.enableOnly(["normalize", "block"])  # what stands within a line is not needed
    return parser


@lru_cache(maxsize=4096)  # every check reads every page
def _tokens(text: str) -> tuple[Token, ...]:
    """The tokens that open or are a block, in order."""
    return tuple(token for token in _parser().parse(text) if token.map)


def numbered(text: str, first: int = 1) -> list[Line]:
    """Number the lines of a text from `first` on."""
    return [Line(number, line) for number, line in enumerate(text.split("\n"), first)]


def blocks(lines: list[Line]) -> Iterator[Block | Line]:
    """Cut lines into fences and the lines between them; a fence hides what it holds.

    A fence without a directive is a Block without a name.
    """
    position = 0
    for token in _tokens("\n".join(line.text for line in lines)):
        if token.type in FENCES:
            start, end = token.map
            yield from lines[position:start]
            yield _block(token, lines[start:end])
            position = end
    yield from lines[position:]


def _block(token: Token, lines: list[Line]) -> Block:
    held = token.content.split("\n")[:-1]
    body = tuple(Line(line.number, text) for line, text in zip(lines[1:], held, strict=False))
    closed = len(lines) > 1 + len(held)
    directive = DIRECTIVE.match(token.info.strip())
    name, argument = (directive["name"], directive["argument"]) if directive else ("", "")
    return Block(name, argument, lines[0].number, lines[-1].number if closed else 0, body)


@lru_cache(maxsize=256)  # every check reads every page
def directives(text: str) -> tuple[Block, ...]:
    """Every directive, also those inside other directives' text."""
    return tuple(_directives(numbered(text)))


def _directives(lines: list[Line]) -> Iterator[Block]:
    for part in blocks(lines):
        if isinstance(part, Block) and part.name:
            yield part
            if part.name not in NOT_PROSE:
                yield from _directives(list(part.body))


def options(lines: tuple[Line, ...]) -> tuple[dict[str, Line], tuple[Line, ...]]:
    """Split `:name: value` lines from what follows; each Line then holds the value alone."""
    found: dict[str, Line] = {}
    for position, line in enumerate(lines):
        match = OPTION.match(line.text)
        if match is None:
            return found, lines[position:]
        found[match["name"]] = Line(line.number, match["value"] or "")
    return found, ()


def front_matter(text: str) -> str:
    """The YAML between the two lines --- that a text begins with; its first line is the file's second."""
    first = next(iter(_tokens(text)), None)
    return first.content if first is not None and first.type == "front_matter" else ""


def without_front_matter(text: str) -> str:
    """The text with its YAML front matter emptied; lines keep their numbers."""
    first = next(iter(_tokens(text)), None)
    if first is None or first.type != "front_matter":
        return text
    return emptied(text, [(1, first.map[1])])


def emptied(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with the lines from one number to another emptied; lines keep their numbers."""
    lines = text.split("\n")
    for first, last in places:
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(lines)


def targets(text: str) -> Iterator[Line]:
    """Every label `(name)=` of a text, also those inside directives; the Line holds the name."""
    yield from _targets(numbered(text))


def _targets(lines: list[Line]) -> Iterator[Line]:
    for token in _tokens("\n".join(line.text for line in lines)):
        if token.type == "myst_target":
            yield Line(lines[token.map[0]].number, token.content)
    for part in blocks(lines):
        if isinstance(part, Block) and part.name and part.name not in NOT_PROSE:
            yield from _targets(list(part.body))


def sections(text: str) -> Iterator[tuple[tuple[str, ...], int, str]]:
    """The text cut at its labelled headings: the labels around a piece and its own, its line, its text."""
    lines = text.split("\n")
    around: list[tuple[int, str]] = []
    start = 0
    for first, level, labels in _labelled(text):
        yield tuple(label for _, label in around), start + 1, "".join(f"{x}\n" for x in lines[start:first])
        around = [(above, label) for above, label in around if above < level]
        around += [(level, label) for label in labels]
        start = first
    yield tuple(label for _, label in around), start + 1, "\n".join(lines[start:])


def labelled_headings(text: str) -> Iterator[tuple[int, list[str]]]:
    """Level and labels of every heading that has labels."""
    for _, level, labels in _labelled(text):
        yield level, labels


def _labelled(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The headings that have labels: the place of the first label, the heading's level, the labels."""
    waiting: list[Token] = []
    for token in _tokens(text):
        if token.level == 0:
            if token.type == "heading_open" and waiting:
                yield waiting[0].map[0], int(token.tag[1:]), [target.content for target in waiting]
            waiting = [*waiting, token] if token.type == "myst_target" else []
