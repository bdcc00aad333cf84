"""hocsau dau, as a reader runs it; a table of forms stands in the network's place."""

import io
import sys

import pytest

from hocsau.cli import main
from hocsau.text import restorer
from hocsau.text.restorer import Restorer, gathered


class FirstForm(Restorer):
    def __init__(self):
        self.forms = gathered("tiếng việt không dấu là tôi".split())

    def best(self, sentences, *, alone=False):
        return [[self.forms.get(word, [word])[0] for word in words] for words in sentences]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(restorer, "shipped_restorer", FirstForm)


def run(capsys, *arguments, given=None, monkeypatch=None):
    if given is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="ascii"))
    code = main(["dau", *arguments])
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return code, said.out, said.err


def test_words_of_the_command(capsys):
    assert run(capsys, "tieng Viet khong dau") == (0, "tiếng Việt không dấu\n", "")
    assert run(capsys, "TIENG", "viet")[1] == "TIẾNG việt\n"
    assert run(capsys, "")[1] == "\n"


def test_lines_of_standard_input(capsys, monkeypatch):
    given = "tieng Viet\r\n\n🙂 toi\nkhong dau".encode()
    assert run(capsys, given=given, monkeypatch=monkeypatch) == (
        0,
        "tiếng Việt\r\n\n🙂 tôi\nkhông dấu",
        "",
    )
    assert run(capsys, given=b"", monkeypatch=monkeypatch) == (0, "", "")


def test_what_is_not_utf_8_is_told_by_its_line(capsys, monkeypatch):
    code, out, err = run(capsys, given="toi\ntiếng".encode("utf-16"), monkeypatch=monkeypatch)
    assert code == 2 and "dòng 1" in err and "UTF-8" in err
    code, out, err = run(capsys, given=b"toi\nti\xeang\n", monkeypatch=monkeypatch)
    assert code == 2 and "dòng 2" in err


def test_text_that_stands_in_for_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("toi\nla"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    code, out, err = run(capsys)
    assert (code, out) == (0, "tôi\nlà") and "mỗi dòng một câu" in err
