"""The command line: hocsau fit on numbers of every size, with arguments of every kind."""

import contextlib
import io
import os
import re

from judge import ENGLISH, Fault, agree

from hocsau.cli import main

NUMBERS = ("0", "1", "-1", "2.5", "1e-300", "5e-324", "1e300", "1.7e308", "-1.7e308", "1e16", "1e154", "7")
ARGUMENTS = ("-5,5", "1e400", "abc", "1,234", "", "--", "--lạ", "50", "-1e1", "\u0663", "nan")


def command(rng, path):
    width = int(rng.integers(1, 3))
    rows = [",".join(rng.choice(NUMBERS, width + 1)) for _ in range(rng.integers(1, 6))]
    path.write_text(",".join(["x", "z"][:width] + ["y"]) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")
    arguments = ["--x", *["x", "z"][:width], "--y", "y", "--loss", str(rng.choice(["l1", "l2"]))]
    pool = ARGUMENTS if rng.random() < 0.3 else NUMBERS
    arguments += ["--predict", *(str(value) for value in rng.choice(pool, width))]
    out = path.with_suffix(".svg")
    return lambda: _check_command(["fit", str(path), *arguments, "--out", str(out)])


def _check_command(arguments):
    out, err = io.StringIO(), io.StringIO()
    before = os.getcwd()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
    except SystemExit as stopped:
        code = stopped.code
    except Exception as error:
        raise Fault(f"{type(error).__name__}: {error} for {arguments}") from error
    finally:
        os.chdir(before)
    text = out.getvalue() + err.getvalue()
    agree(code in (0, 2), f"exit code {code}")
    agree((code == 0) == (err.getvalue() == ""), f"code {code} and: {err.getvalue()}")
    shown = re.sub(r"«.*?»|'.*?'|hocsau.*\[.*", "", text)
    if found := ENGLISH.search(shown) or re.search(r"[=≈] *-?(nan|inf)\b|[Ww]arning", shown):
        raise Fault(f"{found[0]!r} in {text}")
