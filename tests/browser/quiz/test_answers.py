"""Quizzes in Chromium: every kind of question answered by mouse, wrong and right, and the score."""

import pytest
from quiz_page import ORDER, check, feedback, keep_order, question, sort_with


def test_one_choice_wrong_then_right_by_mouse(page):
    one = question(page, 1)
    one.get_by_text("Giảm rất chậm.").click()
    check(one)
    assert "Chưa đúng" in feedback(one) and "learning rate quá nhỏ" in feedback(one)
    assert "vọt qua đáy" not in feedback(one)  # the right answer is not given away
    one.get_by_text("Nhảy qua lại.").click()
    assert feedback(one) == ""  # an old verdict does not stand beside a new choice
    check(one)
    assert "✓ Đúng" in feedback(one) and "vọt qua đáy" in feedback(one)


def test_checking_nothing_asks_for_an_answer_and_counts_no_try(page):
    for number, message in ((1, "chưa chọn đáp án"), (3, "chưa gõ số")):
        check(question(page, number))
        assert message in feedback(question(page, number))
    assert not page.locator(".quiz-score").first.is_visible()


def test_several_choices_need_all_right_and_no_wrong(page):
    two = question(page, 2)
    assert two.get_by_role("checkbox").count() == 3
    two.get_by_text("Hai.").click()
    check(two)
    assert "Chưa đúng" in feedback(two) and "còn thiếu" in feedback(two)
    two.get_by_text("Bốn.").click()
    two.get_by_text("Ba.").click()
    check(two)
    assert "Chưa đúng" in feedback(two) and "còn thiếu" not in feedback(two) and "dư 1" in feedback(two)
    two.get_by_text("Ba.").click()
    check(two)
    assert "✓ Đúng" in feedback(two) and "Cũng chia hết" in feedback(two)


READINGS = {
    "Bình phương của 6.4": [
        *("40,96", "40.96", " 40.96 ", "+40.96", "4096e-2", "4,096E1", "40.9600", "40.97", "40,95"),
        *("40,96 m²", "40.96m²", "40.96 M²"),
    ],
    "quên bình phương": ["6.4", "6,4", "6,40 m²", "6.41"],
    "Tính lại từ đầu": ["-2", "\u22122", "1e-3", "40.98", "0", ".5", "5,", "-40.96"],
    "không ngăn hàng nghìn": ["1.234,5", "1,234.5", "1 234", "1.234.567", "1\u00a0234"],
    "chưa phải là một số": ["bốn", "40.9.6", "1/3", "40.96 m", "--2", "1e999", "Infinity", "0x10", "e5", "."],
}
GROUPED = {
    "Đúng thế": ["1234", "1234.0"],
    "không ngăn hàng nghìn": ["1.234", "1,234", "1 234"],
    "Đếm lại": ["1.235", "1234,4", "12,34"],
}


@pytest.mark.parametrize(("number", "readings"), [(3, READINGS), (5, GROUPED)], ids=["decimal", "thousand"])
def test_numbers_with_point_or_comma_and_clear_words_for_the_rest(page, number, readings):
    asked = question(page, number)
    wrong = []
    for says, texts in readings.items():
        for typed in texts:
            asked.get_by_label("Đáp số của bạn").fill(typed)
            check(asked)
            if says not in feedback(asked):
                wrong.append((typed, feedback(asked)))
    assert wrong == []


def test_order_by_mouse(page):
    four = question(page, 4)
    shown = four.locator(".quiz-text").all_inner_texts()
    assert sorted(shown) == sorted(ORDER) and shown != ORDER
    check(four)
    assert "Bạn chưa xếp gì" in feedback(four) and not page.locator(".quiz-score").first.is_visible()
    keep_order(page)
    check(four)
    assert "Chưa đúng" in feedback(four) and "mục đã đúng chỗ" in feedback(four)
    sort_with(page, lambda button: button.click())
    check(four)
    assert "✓ Đúng" in feedback(four) and "Phải biết dốc" in feedback(four)


def test_score_counts_and_starting_again_clears_everything(page):
    score = page.locator(".quiz-score").first
    question(page, 1).get_by_text("Giảm rất chậm.").click()
    check(question(page, 1))
    assert score.inner_text() == "Đã làm 1/4 câu, đúng 0 câu."
    question(page, 1).get_by_text("Nhảy qua lại.").click()
    check(question(page, 1))
    question(page, 2).get_by_text("Ba.").click()
    check(question(page, 2))
    question(page, 3).get_by_label("Đáp số của bạn").fill("40,96")
    question(page, 3).get_by_label("Đáp số của bạn").press("Enter")
    shown = question(page, 4).locator(".quiz-text").all_inner_texts()
    sort_with(page, lambda button: button.click())
    check(question(page, 4))
    assert score.inner_text() == "Bạn đúng 3/4 câu, trong đó 2 câu đúng ngay lần đầu."
    page.get_by_role("button", name="Làm lại từ đầu").first.click()
    assert not score.is_visible()
    assert page.locator("input:checked").count() == 0
    assert question(page, 3).get_by_label("Đáp số của bạn").input_value() == ""
    assert question(page, 4).locator(".quiz-text").all_inner_texts() == shown
    assert page.locator(".quiz-feedback p, [data-mark], .quiz-key:visible").count() == 0
    assert question(page, 1).get_by_role("radio").first.evaluate("e => e === document.activeElement")


def test_two_quizzes_on_a_page_count_apart(page):
    last = question(page, 5)
    last.get_by_label("Đáp số của bạn").fill("1234")
    check(last)
    assert page.locator(".quiz-score").nth(1).inner_text().startswith("Bạn đúng 1/1 câu")
    assert not page.locator(".quiz-score").first.is_visible()


def test_the_key_appears_after_a_try_and_unfolds(page):
    one = question(page, 1)
    assert not one.locator("details").is_visible()
    one.get_by_text("Giảm rất chậm.").click()
    check(one)
    one.get_by_text("Đáp án và giải thích").click()
    assert one.locator("details").get_by_text("Mỗi bước vọt qua đáy.").is_visible()


def test_from_a_web_host_as_well(open_page, book, serve):
    page = open_page(serve(book).url("index.html"))
    question(page, 3).get_by_label("Đáp số của bạn").fill("40,96")
    check(question(page, 3))
    assert "✓ Đúng" in feedback(question(page, 3))
