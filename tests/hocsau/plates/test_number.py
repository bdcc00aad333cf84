"""Plate numbers: read, written, drawn; what is no number is refused by name."""

import numpy as np
import pytest

from hocsau.errors import DataError
from hocsau.plates import CHARACTERS, LETTERS, PROVINCES, SEEN_LETTERS, PlateNumber, draw_number, read_number


@pytest.mark.parametrize("text", ["59-X1 123.45", "59X1-12345", "59x112345", " 59-X1-123.45 "])
def test_every_way_of_writing_is_the_same_number(text):
    number = read_number(text)
    assert number == PlateNumber("59", "X1", "12345")
    assert number.rows == ("59-X1", "123.45") and number.text == "59X112345" and str(number) == "59-X1 123.45"


def test_old_plates_have_four_digits_and_no_dot():
    assert read_number("29-AB 0123").rows == ("29-AB", "0123")


@pytest.mark.parametrize(
    "text", ["", "59", "59-X1", "59-X1 12", "59-X1 123456", "5A-X1 12345", "59-O1 12345", "59-1X 1234"]
)
def test_other_words_are_refused(text):
    with pytest.raises(DataError, match="không phải số biển"):
        read_number(text)


def test_a_code_that_no_province_has_is_refused():
    with pytest.raises(DataError, match="'13'"):
        PlateNumber("13", "X1", "12345")
    with pytest.raises(DataError, match="sai dạng"):
        PlateNumber("59", "X1", "123")


def test_the_letters():
    assert len(LETTERS) == len(set(LETTERS)) == 20 and set("IJOQRW").isdisjoint(LETTERS)
    assert set(SEEN_LETTERS) - set(LETTERS) == {"R"} and len(CHARACTERS) == 31
    assert all(len(code) == 2 and code.isdigit() for code in PROVINCES)


def test_drawn_numbers_are_numbers_and_of_every_kind():
    rng = np.random.default_rng(0)
    numbers = [draw_number(rng) for _ in range(600)]
    assert all(read_number(str(number)) == number for number in numbers)
    assert {c for n in numbers for c in n.text} == set(CHARACTERS)
    assert {len(n.order) for n in numbers} == {4, 5} and any(n.series.isalpha() for n in numbers)
    assert not any("R" in draw_number(rng, law=True).series for _ in range(300))
    again = np.random.default_rng(0)
    assert [draw_number(again) for _ in range(600)] == numbers
