"""Drawn windows: what they hold stands where they say, and can be read on a phone."""

import pytest

from hocsau.plotting import screens
from hocsau.plotting.canvas import PAGE, Box


@pytest.fixture
def drawn():
    return screens.window(150, "chương_1.ipynb")


def test_a_window_is_the_book_s_width(drawn, assert_readable):
    figure, _ = drawn
    assert figure.get_size_inches() * 72 == pytest.approx([PAGE, 150])
    assert_readable(figure)


def test_a_button_holds_its_words(drawn, text_boxes):
    figure, ax = drawn
    box = screens.button(ax, 20, 60, "+ Code")
    pressed = screens.button(ax, box.x1 + 8, 60, "T4 GPU", pressed=True)
    found = {text.get_text(): inside for text, inside in text_boxes(figure)}
    for name, (x0, y0, x1, y1) in (
        ("+ Code", (box.x0, 49, box.x1, 71)),
        ("T4 GPU", (pressed.x0, 49, 999, 71)),
    ):
        inside = found[name]
        assert inside[0] > x0 and inside[1] > y0 and inside[2] < x1 and inside[3] < y1
    assert found["T4 GPU"][2] < pressed.x1


def test_words_and_code_end_where_they_say(drawn, text_boxes):
    figure, ax = drawn
    ends = {"Chọn GPU": screens.words(ax, 20, 100, "Chọn GPU")}
    ends["print(2 + 3)"] = screens.code(ax, 20, 40, "print(2 + 3)")
    for text, box in text_boxes(figure):
        if text.get_text() in ends:
            assert ends.pop(text.get_text()) == pytest.approx(box[2], abs=2.5)
    assert not ends


def test_marks_are_numbered_and_lie_above(drawn):
    _, ax = drawn
    for number in (1, 2):
        screens.mark(ax, number, 40 * number, 80)
    marks = [text for text in ax.texts if text.get_gid() == "mark"]
    assert [text.get_text() for text in marks] == ["1", "2"]
    assert all(text.get_zorder() > max(patch.get_zorder() for patch in ax.patches) for text in marks)


def test_panel_lines_and_arrow_add_to_the_picture(drawn):
    _, ax = drawn
    before = len(ax.patches), len(ax.lines), len(ax.texts)
    assert screens.panel(ax, Box(10, 10, 50, 40)) == Box(10, 10, 50, 40)
    screens.grey_lines(ax, 12, 30, [20, 30])
    screens.arrow(ax, (10, 10), (60, 60))
    assert (len(ax.patches), len(ax.lines), len(ax.texts)) == (before[0] + 1, before[1] + 2, before[2] + 1)
