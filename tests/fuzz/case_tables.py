"""csv files: written by this program, so that the right numbers are known; pandas reads them, too."""

import io

import numpy as np
import pandas as pd
from judge import agree, read
from mutate import spoil

from hocsau.data import read_csv

NAMES = ("Diện tích", "Giá", "Giá (triệu, chưa thuế)", "a", "số phòng", "x")
WAYS = [(".", ""), (",", ""), (",", "."), (".", ",")]


def case(rng, path):
    """A file and the check of its answer."""
    width, length = int(rng.integers(1, 4)), int(rng.integers(1, 6))
    names = [str(name) for name in rng.permutation(NAMES)[:width]]
    sep = str(rng.choice([",", ";", "\t"]))
    decimal, thousands = WAYS[rng.integers(len(WAYS))]
    digits = int(rng.integers(0, 5))
    values = np.round(rng.normal(0, 10.0 ** rng.integers(0, 7), (length, width)), digits)
    rows = [[_written(v, digits, decimal, thousands) for v in row] for row in values]
    text = _file(rng, names, rows, sep)
    if rng.random() < 0.5:
        path.write_bytes(text.encode(str(rng.choice(["utf-8", "utf-8-sig"]))))
        return lambda: _check_true(path, text, names, sep, (decimal, thousands or None), values)
    path.write_bytes(spoil(rng, text.encode()))
    return lambda: _check_any(path)


def _written(value, digits, decimal, thousands):
    plain = f"{value:,.{digits}f}"
    return plain.replace(",", "t").replace(".", decimal).replace("t", thousands)


def _file(rng, names, rows, sep):
    quoted = [
        f'"{cell}"' if sep in cell or rng.random() < 0.1 else cell for row in [names, *rows] for cell in row
    ]
    width = len(names)
    end, tail = str(rng.choice(["\n", "\r\n"])), str(rng.choice(["", "", sep]))
    lines = [sep.join(quoted[i : i + width]) + tail for i in range(0, len(quoted), width)]
    first = f"sep={sep}{end}" if rng.random() < 0.1 else ""
    return first + end.join(lines) + str(rng.choice(["", end, 2 * end]))


def _check_true(path, text, names, sep, marks, values):
    table = read(path, read_csv)
    if table is not None:
        agree(table.names == tuple(names), f"names {table.names}")
        agree(np.array_equal(table.array(), values), f"{table.array().tolist()} and not {values.tolist()}")
    how = {"sep": sep, "decimal": marks[0], "thousands": marks[1]}
    told = read(path, lambda p: read_csv(p, **how))
    agree(told is not None, "refused, though everything is said")
    agree(np.array_equal(told.array(), values), f"told: {told.array().tolist()} and not {values.tolist()}")
    body = text.partition("\n")[2] if text.startswith("sep=") else text
    theirs = pd.read_csv(io.StringIO(body), index_col=False, **how, engine="python").iloc[:, : len(names)]
    agree(np.allclose(theirs.to_numpy(float), values, rtol=1e-15), f"pandas reads {theirs.values.tolist()}")


def _check_any(path):
    table = read(path, read_csv)
    if table is not None:
        agree(np.isfinite(table.array()).all() and len(table) > 0, "a number that is none")
        agree(
            len(table) <= path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 1,
            "rows from nowhere",
        )
