"""Docstrings of hocsau: every public name has one, in Vietnamese, in the form that tools parse.

Tham số:
    x: (N, D), what it is;
        goes on, indented further.

Trả về:
    (N,).

Lỗi:
    ValueError: when.
"""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import hocsau

HEADS = ("Tham số", "Thuộc tính", "Trả về", "Lỗi")
BEGUN = re.compile(rf"(?:^|(?<=[.;)] ))(?:{'|'.join(HEADS)}):(?= *\S)", re.M)
NAMED = re.compile(r"\*{0,2}[A-Za-z_]\w*(?:, \*{0,2}[A-Za-z_]\w*)*: \S")
ERROR = re.compile(r"\w*(?:Error|NotRight): \S")
RUN_ON = re.compile(r"; \w+ – ")
RAISES = re.compile(r"\b[A-Z]\w*Error\b")
SOURCE = Path(hocsau.__file__).parent


def sections(docstring: str) -> dict[str, list[str]]:
    """The lines under each heading that stands alone on its line."""
    found: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in docstring.split("\n"):
        if line.removesuffix(":") in HEADS and line.endswith(":"):
            lines = found.setdefault(line[:-1], [])
        elif lines is not None and line.startswith("    "):
            lines.append(line[4:])
        else:
            lines = None
    return found


def entries(lines: list[str]) -> list[str]:
    """The entries of a section, each with the lines that go on under it."""
    whole: list[str] = []
    for line in lines:
        if line.startswith(" ") and whole:
            whole[-1] += " " + line.strip()
        else:
            whole.append(line)
    return whole


def complaints(docstring: str) -> Iterator[str]:
    """What a parser would not find in it."""
    for match in BEGUN.finditer(docstring):
        yield f"words beside the heading: {docstring[match.start() :][:60]!r}"
    for head, lines in sections(docstring).items():
        if not lines:
            yield f"nothing indented under {head!r}"
        for entry in entries(lines):
            if head in ("Tham số", "Thuộc tính") and not NAMED.match(entry):
                yield f"an entry of {head!r} without a name: {entry!r}"
            if head in ("Tham số", "Thuộc tính") and RUN_ON.search(entry):
                yield f"several names in one entry: {entry!r}"
            if head == "Lỗi" and not ERROR.match(entry):
                yield f"an entry of 'Lỗi' that names no error: {entry!r}"


def documented(docstring: str, head: str) -> list[str]:
    """The names that a section explains."""
    taken = entries(sections(docstring).get(head, []))
    return [name.lstrip("*") for entry in taken for name in entry.split(":")[0].split(", ")]


def accepted(node: ast.AST) -> set[str]:
    """The parameters of a function; of a class, those of __init__ and its fields."""
    names = set()
    for part in node.body if isinstance(node, ast.ClassDef) else [node]:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            names.add(part.target.id)
        if isinstance(part, ast.FunctionDef) and (part is node or part.name == "__init__"):
            names |= {arg.arg for arg in ast.walk(part.args) if isinstance(arg, ast.arg)}
    return names


def inherited(place: str) -> set[str]:
    """Of a class that takes the __init__ of its base (nn/gru.py:GRU): that one's parameters."""
    path, name = place.split(":")
    if not name[:1].isupper():
        return set()
    module = importlib.import_module("hocsau." + path.removesuffix(".py").replace("/", "."))
    thing = getattr(module, name, None)
    own = inspect.isclass(thing) and "__init__" not in vars(thing) and thing.__init__ is not object.__init__
    return set(inspect.signature(thing.__init__).parameters) if own else set()


def modules() -> Iterator[ModuleType]:
    """The packages of hocsau that say what they offer."""
    for found in pkgutil.walk_packages(hocsau.__path__, "hocsau."):
        if found.ispkg:
            module = importlib.import_module(found.name)
            if hasattr(module, "__all__"):
                yield module


@functools.cache
def public() -> dict[str, object]:
    """Every function and class of a package's __all__, and the public methods of the classes."""
    found: dict[str, object] = {}
    for module in modules():
        for name in module.__all__:
            thing = getattr(module, name)
            if (inspect.isroutine(thing) or inspect.isclass(thing)) and thing.__module__.startswith("hocsau"):
                found[f"{module.__name__}.{name}"] = thing
    return found


def methods(cls: type) -> Iterator[tuple[str, object]]:
    for name, member in vars(cls).items():
        plain = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if not name.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
            yield name, plain


def own_docstring(thing: object) -> str:
    """What a thing says itself: a class does not speak by its base."""
    return (vars(thing).get("__doc__") if inspect.isclass(thing) else thing.__doc__) or ""


def every_docstring() -> Iterator[tuple[str, ast.AST, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                if docstring := ast.get_docstring(node):
                    place = f"{path.relative_to(SOURCE)}:{getattr(node, 'name', 'module')}"
                    yield place, node, docstring


def vietnamese(text: str) -> bool:
    """Composed letters with Vietnamese marks; English and undressed Vietnamese have none."""
    if not unicodedata.is_normalized("NFC", text):
        return False
    marks = {mark for c in text if c.isalpha() for mark in unicodedata.normalize("NFD", c)[1:]}
    return "đ" in text.casefold() or any(unicodedata.combining(mark) for mark in marks)


def test_every_public_name_says_in_vietnamese_what_it_is():
    assert len(public()) > 200
    silent = [name for name, thing in public().items() if not vietnamese(own_docstring(thing))]
    assert not silent


def test_every_method_of_a_public_class_has_a_docstring():
    silent = [
        f"{place}.{name}"
        for place, thing in public().items()
        if inspect.isclass(thing)
        for name, method in methods(thing)
        if not inspect.getdoc(getattr(thing, name))
    ]
    assert not silent


def test_every_docstring_is_in_the_form_that_tools_parse():
    found = [f"{place}: {what}" for place, _, text in every_docstring() for what in complaints(text)]
    assert not found


def test_the_parameters_explained_are_those_of_the_signature():
    wrong = [
        f"{place}: {name}"
        for place, node, text in every_docstring()
        for name in documented(text, "Tham số")
        if name not in accepted(node) | inherited(place)
    ]
    assert not wrong


def test_public_names_list_their_errors():
    loose = []
    for place, thing in public().items():
        told = [(place, thing.__doc__ or "")]
        if inspect.isclass(thing):
            told += [(f"{place}.{name}", method.__doc__ or "") for name, method in methods(thing)]
        loose += [name for name, text in told if RAISES.search(text) and "Lỗi:" not in text]
    assert not loose


@pytest.mark.parametrize(
    "docstring",
    [
        "Cộng.\n\nTham số: x (N, C); weight (F, C).",
        "Cộng. Trả về: (N,).",
        "Cộng.\n\nTham số:\n    x – (N,); y – (N,).",
        "Cộng.\n\nTham số:\n    x: (N,); y – (N,).",
        "Cộng.\n\nTham số:\nx: (N,).",
        "Cộng.\n\nLỗi: ValueError khi x rỗng.",
        "Cộng.\n\nLỗi:\n    khi x rỗng.",
    ],
)
def test_the_old_form_is_noticed(docstring: str):
    assert list(complaints(docstring))


def test_the_form_that_tools_parse_is_accepted():
    text = (
        "Cộng.\n\nTham số:\n    x, *y: (N,);\n        nối dòng.\n\n"
        "Trả về:\n    (N,).\n\nLỗi:\n    ValueError: x rỗng."
    )
    assert not list(complaints(text))
    assert documented(text, "Tham số") == ["x", "y"]
    assert vietnamese(text) and not vietnamese("Adds two arrays.")
