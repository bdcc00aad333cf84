"""hocsau tho, as a reader runs it; an untrained network stands in the shipped one's place."""

import numpy as np
import pytest

from hocsau.cli import main
from hocsau.data import load
from hocsau.text import poet as module
from hocsau.text.metre import verse_syllables
from hocsau.text.poet import Poet

VERSES = [verse.lower() for verse in load("ca_dao").train.x[:80]]
ALPHABET = "".join(sorted(set("".join(VERSES)) | set("\n .,")))


@pytest.fixture(autouse=True)
def untrained(monkeypatch):
    rng, n, h = np.random.default_rng(0), len(ALPHABET), 4
    shapes = {"words": (n, 3), "reading.0.weight_x": (3, 4 * h), "reading.0.weight_h": (h, 4 * h)}
    shapes |= {"reading.0.bias": (4 * h,), "head.weight": (h, n), "head.bias": (n,)}
    weights = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    words = list(dict.fromkeys(word for verse in VERSES for word in verse_syllables(verse)))
    monkeypatch.setattr(module, "shipped_poet", lambda: Poet(weights, ALPHABET, words))


def run(capsys, *arguments):
    code = main(["tho", *arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_an_opening_is_gone_on_with_and_scored(capsys):
    code, out, err = run(capsys, "--open", "Trăm năm trong cõi người ta", "--lines", "3", "--seed", "1")
    verses, rules = (part.splitlines() for part in out.split("\n\n"))
    assert (code, err) == (0, "") and verses[0] == "Trăm năm trong cõi người ta" and len(verses) == 4
    assert rules[0].startswith("đếm: 4/4") and any(line.startswith("vần lưng: 2/2") for line in rules)
    assert run(capsys, "--open", "Trăm năm trong cõi người ta", "--lines", "3", "--seed", "1")[1] == out


def test_free_and_unopened(capsys):
    code, out, _ = run(capsys, "--free", "--lines", "2", "--seed", "0")
    assert code == 0 and len(out.split("\n\n")[0].splitlines()) == 2


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--open", ""), "rỗng"),
        (("--open", " / "), "rỗng"),
        (("--open", "hello"), "không phải tiếng Việt"),
        (("--open", "🙂"), "không phải tiếng Việt"),
        (("--open", "ta " * 300_000), "tiếng"),
        (("--lines", "0"), "số câu"),
        (("--lines", "1001"), "số câu"),
        (("--temperature", "0"), "nhiệt độ"),
        (("--temperature", "nóng"), "nhiệt độ"),
        (("--seed", "-1"), "không âm"),
    ],
)
def test_what_cannot_be_done_is_told(capsys, arguments, said):
    try:
        code, _, err = run(capsys, *arguments)
    except SystemExit as end:
        code, err = end.code, capsys.readouterr().err
    assert code == 2 and said in err
