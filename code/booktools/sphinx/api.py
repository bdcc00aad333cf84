"""{api} hocsau.nn: what a package offers, by its `__all__`, in the words of its docstrings.

Each name is a place of the page: book/api.html#hocsau.nn.Linear.
"""

import importlib
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from booktools.sphinx.docstrings import content

PACKAGE = "hocsau"


class Api(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        try:
            module = importlib.import_module(name)
        except ImportError as error:
            raise self.error(f"{{api}} {name}: không import được ({error})") from error
        if not getattr(module, "__all__", None):
            raise self.error(f"{{api}} {name}: gói này không có __all__, nên không biết nó đưa ra những gì")
        found = [(name, getattr(module, name)) for name in module.__all__]
        told = [(name, thing) for name, thing in found if docstring(thing)]
        rest = [name for name, thing in found if not docstring(thing)]
        # Not `module` alone: most names come from files below it, whose docstrings then would go stale.
        for file in {source for _, thing in found if (source := file_of(thing))} | {module.__file__}:
            self.env.note_dependency(str(file))
        made: list[nodes.Node] = content(module.__doc__ or "")
        if told:
            items = [entry(f"{module.__name__}.{name}", name, thing) for name, thing in told]
            made.append(nodes.definition_list("", *items, classes=["api"]))
        if rest:
            made.append(also(module, rest))
        return made


def docstring(thing: Any) -> str:  # of anything that a package may offer
    """What the book's own code says of a thing; a number or a symbol has only its type's words."""
    if isinstance(thing, ModuleType) or inspect.isroutine(thing) or inspect.isclass(thing):
        return inspect.getdoc(thing) or ""
    return vars(thing).get("__doc__") or "" if hasattr(thing, "__dict__") else ""


def file_of(thing: Any) -> str:
    """The file of hocsau that a thing is written in, or nothing."""
    module = sys.modules.get(getattr(thing, "__module__", "") or "")
    name = getattr(module, "__name__", "")
    return module.__file__ or "" if name == PACKAGE or name.startswith(f"{PACKAGE}.") else ""


def entry(place: str, name: str, thing: Any) -> nodes.definition_list_item:
    """One name: how it is called, what its docstring says, and its methods."""
    term = nodes.term("", "", nodes.literal("", name + signature(thing)), ids=[place], names=[place])
    body = nodes.definition("", *content(docstring(thing)))
    methods = list(members(thing)) if inspect.isclass(thing) else []
    if methods:
        items = [entry(f"{place}.{below}", below, method) for below, method in methods]
        body.append(nodes.definition_list("", *items, classes=["api"]))
    return nodes.definition_list_item("", term, body)


def members(cls: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties of which a class says something that its bases have not said."""
    for name, member in vars(cls).items():
        plain = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if not name.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
            said = {getattr(getattr(base, name, None), "__doc__", None) for base in cls.__mro__[1:]}
            if plain.__doc__ and plain.__doc__ not in said:
                yield name, plain


def signature(thing: Any) -> str:
    """(x, *, rng, bias=True): names and defaults, without types; empty for what is not called."""
    if isinstance(thing, property) or not callable(thing):
        return ""
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return ""
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty, default=default(parameter.default))
        for parameter in found.parameters.values()
        if parameter.name not in {"self", "cls"}
    ]
    return str(found.replace(parameters=parameters, return_annotation=inspect.Signature.empty))


class _Written:
    """A default as it is written, whatever its repr."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def default(value: Any) -> Any:
    """A default whose repr is the same in every build: no addresses, no <class …>."""
    if value is inspect.Parameter.empty:
        return value
    shown = repr(value)
    if inspect.isclass(value) or inspect.isroutine(value):
        return _Written(value.__name__)
    return _Written("…" if " at 0x" in shown or shown.startswith("<") else shown)


def also(module: ModuleType, names: list[str]) -> nodes.paragraph:
    """Names without words of their own: the package's docstring says what they are."""
    made = nodes.paragraph("", "", nodes.strong("", "Còn có: "))
    for position, name in enumerate(names):
        made += [nodes.Text(", ")] if position else []
        made += nodes.literal("", name, ids=[f"{module.__name__}.{name}"])
    made += nodes.Text(".")
    return made


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("api", Api)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
