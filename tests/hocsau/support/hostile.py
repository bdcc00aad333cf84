"""What a reader may hand in: everything but an answer, and functions that fail in every way we know."""

import math
import sys

import numpy as np


class Liar:
    """Equal to everything, and true."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


class Broken:
    """Fails whatever is asked of it."""

    def __getattribute__(self, name):
        if name == "__class__":  # sphinx-external-toc asks every living object, also this one
            return Broken
        raise RuntimeError("hỏng")

    def __repr__(self):
        raise RuntimeError("hỏng")

    def __eq__(self, other):
        raise RuntimeError("hỏng")

    __hash__ = None


class BrokenError(Exception):
    def __str__(self):
        raise RuntimeError("hỏng")


def _raises(error):
    def function(*args):
        raise error

    return function


def _returns(value):
    return lambda *args: value


def _forever(*args):
    while True:
        pass


def _deep(*args):
    return _deep(*args)


def _spoil(*args):
    for a in args:
        if isinstance(a, list):
            a.append(object())
            a.reverse()
        elif isinstance(a, dict):
            a.clear()
        elif isinstance(a, np.ndarray):
            a.fill(7)
    return Liar()


loop = []
loop.append(loop)

VALUES = {
    "None": None,
    "Ellipsis": Ellipsis,
    "string": "abc",
    "empty string": "",
    "NaN": math.nan,
    "infinity": math.inf,
    "huge": 10**400,
    "complex": 3 + 4j,
    "True": True,
    "list": [1, 2, 3],
    "list in itself": loop,
    "tuple": (),
    "dict": {None: ...},
    "set": {1, "a"},
    "bytes": b"abc",
    "range": range(3),
    "class": int,
    "class of its own": Liar,
    "module": math,
    "numpy": np,
    "object array": np.array([None, "a"], dtype=object),
    "text array": np.array(["a"]),
    "empty array": np.zeros((0, 3)),
    "masked": np.ma.masked_all(3),
    "zero-dimensional": np.array(1.5),
    "liar": Liar(),
    "broken": Broken(),
    "exception": ValueError("x"),
    "generator": (k for k in range(3)),
}

FUNCTIONS = {
    **{f"returns {name}": _returns(value) for name, value in VALUES.items()},
    "no parameters": lambda: 1,
    "keyword only": lambda *, x: x,
    "many": lambda a, b, c, d, e, f: 1,
    "fails": _raises(ValueError("x")),
    "fails without a text": _raises(KeyError()),
    "fails with a broken text": _raises(BrokenError()),
    "leaves": _raises(SystemExit(0)),
    "exits": lambda *args: sys.exit(0),
    "for ever": _forever,
    "calls itself": _deep,
    "loops over what is not a list": lambda *args: [x for x in 5],
    "prints": lambda *args: print("42"),
    "spoils": _spoil,
    "gives back the first": lambda *args: args[0] if args else None,
    "generator": lambda *args: (x for x in args),
    "itself": lambda *args: max,
    "print": print,
    "len": len,
    "type": type,
    "numpy function": np.sum,
    "liar": lambda *args: Liar(),
    "broken": lambda *args: Broken(),
}
