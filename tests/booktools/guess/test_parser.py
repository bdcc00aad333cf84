"""{guess} as data: what is read, and that every mistake is told in Vietnamese at its line."""

import math

import pytest

from booktools.guess import duplicate_ids, parse_text
from booktools.guess.model import bounds, knots
from booktools.guess.rules import shown_by

CHOICE = ":::{guess} choice\n:id: mot\n\nSao?\n\n- [x] Có. => Vì có.\n- [ ] Không. => Vì không.\n:::\n"
NUMBER = (
    ":::{guess} number\n:id: hai\n:unit: lần\n:tolerance: 3\n\n"
    "Mấy?\n\n- [x] 42 => Vì.\n- [ ] 9 => Nhầm.\n:::\n"
)
READ = (
    ":::{guess} number\n:id: ba\n:tolerance: x2\n:from: hơn {} lần\n:also: 1\n\n"
    "Mấy?\n\n- [x] ? => Vì C nhanh.\n:::\n"
)
POINT = ":::{guess} point\n:id: bon\n:x: -4 4 0.5 x\n:y: 0 16 1 f(x)\n\nĐâu?\n\n- [x] 1 3 => Vì.\n:::\n"
LINE = (
    ":::{guess} line\n:id: nam\n:x: 0 100 50 số bước\n:y: 0 3 0.1 loss\n\n"
    "Sao?\n\n- [x] 2.3 0.4 0.1 => Vì.\n:::\n"
)


def only(text: str):
    guesses, problems = parse_text(text, "a.md")
    assert not problems, problems
    return guesses[0]


def test_all_kinds_are_read():
    guesses, problems = parse_text("\n".join([CHOICE, NUMBER, READ, POINT, LINE]), "a.md")
    assert not problems
    assert [guess.kind for guess in guesses] == ["choice", "number", "number", "point", "line"]
    choice, number, read, point, line = guesses
    assert choice.right.text == "Có." and choice.truth() == [] and choice.covers == "output"
    assert (number.truth(), number.unit, number.tolerance) == ([42.0], "lần", "3")
    assert read.is_read and read.also == 1 and read.truth() == []
    assert point.truth() == [1, 3] and (point.x.low, point.x.step, point.y.label) == (-4, 0.5, "f(x)")
    assert line.truth() == [2.3, 0.4, 0.1] and line.x.label == "số bước"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nhanh hơn 130 lần", "130"),
        ("nhanh hơn\n1.5e3 lần", "1.5e3"),
        ("hơn \u22122 lần", "\u22122"),
        ("hơn nhiều lần", None),
    ],
)
def test_the_number_that_an_output_tells(text, found):
    match = only(READ).found_in(text)
    assert (match and match[1]) == found


@pytest.mark.parametrize(
    ("truth", "tolerance", "wanted"),
    [
        (42, "3", (39, 45)),
        (40, "10 %", (36, 44)),
        (-40, "10%", (-44, -36)),
        (100, "x2", (50, 200)),
        (-4, "×2", (-8, -2)),
    ],
)
def test_how_far_off_still_hits(truth, tolerance, wanted):
    assert bounds(truth, tolerance) == pytest.approx(wanted)


def test_an_output_tells_the_heights_of_a_line():
    guess = only(LINE.replace("2.3 0.4 0.1", "?").replace("\n\nSao", "\n:from: loss {}, {} rồi {}\n\nSao"))
    assert guess.is_read and guess.count == 3 and guess.truth() == []
    assert guess.found_in("loss 2.3,   0.4 rồi 0.1").groups() == ("2.3", "0.4", "0.1")


def test_knots_are_evenly_spread():
    assert list(knots(only(LINE).x, 3)) == [0, 50, 100]


def test_numbers_of_a_truth_that_nothing_shows():
    assert shown_by(only(LINE), [2.3, 0.1, 7]) == ["0.4"]
    assert shown_by(only(LINE), [2.3, 0.44, 0.06]) == []  # the same, rounded
    assert shown_by(only(NUMBER), [41.9]) == ["42"]  # a whole number is met exactly


BROKEN = {
    CHOICE.replace("choice", "chois"): (1, "loại 'chois' của {guess} không có"),
    CHOICE.replace(":id: mot\n", ""): (1, "{guess} thiếu :id:"),
    CHOICE.replace("mot", "Một"): (2, ":id: là 'Một'"),
    CHOICE.replace(":id:", ":unit: m\n:id:"): (2, "{guess} choice không có :unit:"),
    CHOICE.replace("[x]", "[ ]"): (1, "{guess} có 0 đáp án đúng"),
    CHOICE.replace("- [ ] Không. => Vì không.\n", ""): (1, "{guess} choice có một đáp án"),
    CHOICE.replace(" => Vì không.", ""): (7, "đáp án thiếu giải thích"),
    CHOICE.replace("Sao?", ""): (1, "{guess} chưa có lời hỏi"),
    CHOICE.replace(":id:", ":covers: hết\n:id:"): (1, ":covers: là 'hết'"),
    CHOICE.replace(":id:", ":also: một\n:id:"): (2, ":also: là 'một'"),
    CHOICE.replace(":id:", ":from: {}\n:id:"): (1, "'{}' trong :from: không dùng với choice"),
    CHOICE.removesuffix(":::\n"): (1, "{guess} chưa được đóng"),
    NUMBER.replace("42 ", "bốn "): (8, "'bốn' không phải là số hữu hạn"),
    NUMBER.replace("[ ] 9", "[ ] 44"): (9, "44 vẫn tính là trúng: từ 39 tới 45"),
    NUMBER.replace(": 3", ": nhiều"): (1, ":tolerance: là 'nhiều'"),
    NUMBER.replace(": 3", ": x1"): (1, ":tolerance: là 'x1'"),
    READ.replace("{}", "5"): (1, "đáp án '?' cần :from:"),
    READ.replace("{}", "{} hay {}"): (1, ":from: của number có nhiều"),
    LINE.replace("2.3 0.4 0.1", "?"): (1, "đáp án '?' cần :from:"),
    POINT.replace("1 3", "1"): (8, "cần các số: ngang đứng"),
    POINT.replace("1 3", "9 3"): (8, "9 ra ngoài trục 'x' (-4 tới 4)"),
    POINT.replace("-4 4 0.5 x", "4 -4 0.5 x"): (3, ":x: là '4 -4 0.5 x'"),
    POINT.replace(":y: 0 16 1 f(x)\n", ""): (1, ":y: là ''"),
    LINE.replace("2.3 0.4 0.1", "2.3"): (8, "cần các số: hai hay nhiều chiều cao"),
    LINE.replace(":id:", ":tolerance: 3\n:id:"): (1, ":tolerance: là '3'; cần phần trăm"),
}  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_a_mistake_is_told_at_its_line(text):
    line, message = BROKEN[text]
    _, problems = parse_text(text, "a.md")
    assert any(p.line == line and message in p.message for p in problems), problems


def test_an_id_is_used_once():
    _, problems = parse_text(CHOICE + "\n" + CHOICE, "a.md")
    assert [(p.line, p.message) for p in problems] == [(10, "id 'mot' của {guess} đã có ở a.md:1")]
    assert duplicate_ids([("a.md", "x", 1), ("b.md", "y", 1)]) == []


def test_a_number_that_is_none_is_not_a_number():
    assert math.isnan(parse_text(NUMBER.replace("42 ", "4,2 "), "a.md")[0][0].right.value)
