"""Guesses of a book: enough in each chapter, one name each, and a truth that its page shows."""

import json

import pytest

from booktools.checks.guesses import check

CELL = "```{code-cell} ipython3\nprint(6 * 7)\n```\n"
GUESS = ":::{{guess}} number\n:id: {}\n\nMấy?\n\n- [x] 42 => Vì.\n:::\n\n"
TOC = "format: jb-book\nroot: book/ch01_a\nchapters:\n- file: book/ch01_lab_b\n"


@pytest.fixture
def book(tmp_path):
    """book(text, printed) -> the problems of a book with one lab, whose only cell printed that."""

    def make(text: str, printed: str = "42 lần\n", toc: str = TOC, name: str = "ch01_lab_b"):
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (tmp_path / "_toc.yml").write_text(toc, "utf-8")
        (tmp_path / "book" / f"{name}.md").write_text(text, "utf-8")
        output = {"output_type": "stream", "name": "stdout", "text": [printed]}
        cell = {"cell_type": "code", "source": ["print(6 * 7)"], "outputs": [output]}
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
        return [(p.line, p.message) for p in check(tmp_path)]

    return make


def test_a_truth_that_the_covered_output_prints_is_fine(book):
    assert book(GUESS.format("a") + CELL) == []


def test_a_truth_that_drifted_is_told(book):
    ((line, message),) = book(GUESS.format("a") + CELL, "43 lần\n")
    assert line == 6 and "đầu ra bị che không in 42" in message and "# đoán: a" in message


def test_an_output_before_the_guess_does_not_count(book):
    assert book(CELL + "\n" + GUESS.format("a"))


def test_an_assertion_that_names_the_guess_stands_for_the_output(book):
    hidden = "```{code-cell} ipython3\nassert f() == 42  # đoán: a\n```\n"
    assert book(GUESS.format("a") + CELL + hidden, "xong\n") == []
    assert book(GUESS.format("a") + CELL + hidden.replace("42", "41"), "xong\n")
    assert book(GUESS.format("a") + CELL + hidden.replace("assert", "print"), "xong\n")


def test_an_assertion_for_no_guess_is_told(book):
    hidden = "```{code-cell} ipython3\nassert f() == 42  # đoán: b\n```\n"
    ((line, message),) = book(GUESS.format("a") + CELL + hidden)
    assert line == 1 and "không có {guess} nào tên ấy" in message


def test_what_from_quotes_is_in_the_output(book):
    text = GUESS.format("a").replace("\n\nMấy", "\n:from: {} lần\n\nMấy").replace("42", "?") + CELL
    assert book(text) == []
    ((_, message),) = book(text, "42 lượt\n")
    assert "đầu ra ngay sau {guess} không có '{} lần'" in message


def test_a_cell_that_the_notebook_does_not_know_is_not_judged(book, tmp_path):
    assert book(GUESS.format("a") + CELL, "43 lần\n")
    assert book(GUESS.format("a") + CELL.replace("6 * 7", "7 * 6"), "43 lần\n") == []
    (tmp_path / "notebooks" / "ch01_lab_b.ipynb").unlink()
    assert check(tmp_path) == []


def test_a_chapter_has_six_and_a_lab_as_many_as_it_likes(book):
    parts = "".join(f"(s-1-{number})=\n## Mục {number}\n\n" for number in range(1, 8))
    six = f"# A\n\n{parts}" + "".join(GUESS.format(name) for name in "abcdef") + CELL
    assert book(six, name="ch01_a") == []
    found = book(six.replace(GUESS.format("f"), ""), name="ch01_a")
    assert found == [(1, "chương có 5 chỗ đoán trước {guess}; cần ít nhất 6")]
    short = six.replace(parts, "(s-1-1)=\n## Mục\n\n(s-1-1-1)=\n### Nhỏ\n\n")
    assert book(short.split(":::{guess}")[0], name="ch01_a") == [
        (1, "chương có 0 chỗ đoán trước {guess}; cần ít nhất 1")
    ]


@pytest.mark.parametrize("words", ["Bạn đoán xem: mấy?", "Thử đoán rồi kéo.", "Đoán trước: mấy?"])
def test_an_invitation_without_a_place_to_guess_is_told(book, words):
    ((line, message),) = book(f"# A\n\n{words}\n\n{CELL}")
    assert line == 3 and "mời đoán mà không có chỗ đoán" in message
    assert book(f"# A\n\n```{{exercise}}\n:label: e\n{words}\n```\n") == []
    solution = "```{solution-start} e\n```\n\n" + words + "\n\n```{solution-end}\n```\n"
    assert book(f"# A\n\n{solution}") == []


def test_guessing_by_a_model_is_no_invitation(book):
    assert book("# A\n\nMạng đoán sai ba ảnh, và lời đoán trung bình lệch 2.\n\n" + CELL) == []


def test_an_id_stands_once_in_the_whole_book(book):
    assert book(GUESS.format("a") + CELL) == []
    assert any("đã có ở book/ch01_lab_b.md:1" in said for _, said in book(GUESS.format("a") + CELL, name="z"))
