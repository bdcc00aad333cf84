"""Quizzes in Chromium: answers are kept on the device, come back, and no tab overwrites another's."""

import pytest
from quiz_page import ORDER, answer_everything, check, feedback, question, sort_with


def test_answers_are_remembered_on_this_device_until_started_again(open_page, book, serve):
    url = serve(book).url("index.html")
    page = open_page(url)
    answer_everything(page)
    shown = question(page, 4).locator(".quiz-text").all_inner_texts()
    says = [feedback(question(page, number)) for number in (1, 2, 3, 4)]
    score = page.locator(".quiz-score").first.inner_text()
    page.reload()
    assert [feedback(question(page, number)) for number in (1, 2, 3, 4)] == says
    assert page.locator(".quiz-score").first.inner_text() == score
    assert question(page, 1).get_by_role("radio", name="Không sao cả").is_checked()
    assert question(page, 3).get_by_label("Đáp số của bạn").input_value() == "40,96"
    assert question(page, 4).locator(".quiz-text").all_inner_texts() == shown
    check(question(page, 1))  # a second try stays a second try
    assert page.evaluate("hocsauMemory.load().quizzes['quiz-9']['quiz-9-mot'].tries") == 2
    page.get_by_role("button", name="Làm lại từ đầu").first.click()
    page.reload()
    assert page.locator("input:checked").count() == 0 and not page.locator(".quiz-score").first.is_visible()


def test_order_comes_back_in_the_readers_order(open_page, book, serve):
    page = open_page(serve(book).url("index.html"))
    sort_with(page, lambda button: button.click())
    check(question(page, 4))
    page.reload()
    assert question(page, 4).locator(".quiz-text").all_inner_texts() == ORDER
    assert "✓ Đúng" in feedback(question(page, 4))


BROKEN = {
    "no JSON": "chào",
    "no record": "[1, 2]",
    "another version": '{"version": 9, "chapters": {}, "quizzes": {}}',
    "a day that is none": '{"version": 1, "chapters": {"ch03": "hôm nay"}, "quizzes": {}}',
    "answers that are none": '{"version": 1, "chapters": {}, "quizzes": {"quiz-9": 4}}',
    "another question": '{"version": 1, "chapters": {}, "quizzes": {"quiz-9": {"quiz-9-mot": '
    '{"stamp": "cũ", "value": ["B"], "tries": 1, "right": true, "first": true}}}}',
}


@pytest.mark.parametrize("kept", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_brought_back_is_left_alone(open_page, book, serve, kept):
    page = open_page(serve(book).url("index.html"))
    page.evaluate("kept => localStorage.setItem('hocsau', kept)", kept)
    page.reload()
    assert page.locator("input:checked").count() == 0 and not page.locator(".quiz-score").first.is_visible()
    question(page, 1).get_by_text("Nhảy qua lại.").click()
    check(question(page, 1))
    assert "✓ Đúng" in feedback(question(page, 1))


@pytest.mark.parametrize("value", ["4", "null", '["A", "A", "B"]', '"A"'])
def test_an_answer_that_cannot_be_is_refused(open_page, book, serve, value):
    page = open_page(serve(book).url("index.html"))
    answer_everything(page)
    page.evaluate(
        """value => hocsauMemory.save(data => {
             for (const id of ['quiz-9-mot', 'quiz-9-so', 'quiz-9-xep'])
               data.quizzes['quiz-9'][id].value = JSON.parse(value);
           })""",
        value,
    )
    page.reload()
    assert feedback(question(page, 4)) == ""
    assert question(page, 4).locator("[data-mark]").count() == 0


def test_a_browser_that_keeps_nothing_still_checks(open_page, book):
    page = open_page(book / "index.html")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('quota') } }")
    question(page, 1).get_by_text("Nhảy qua lại.").click()
    check(question(page, 1))
    assert "✓ Đúng" in feedback(question(page, 1))


def two_tabs(open_page, url):
    page = open_page(url)
    other = page.context.new_page()
    other.goto(url)
    return page, other


def choose(page, number: int, text: str) -> None:
    question(page, number).get_by_text(text).click()
    check(question(page, number))


def kept(page) -> dict:
    return page.evaluate("hocsauMemory.load().quizzes")


def test_tabs_take_over_each_other_s_answers_and_lose_none(open_page, book, serve):
    page, other = two_tabs(open_page, serve(book).url("index.html"))
    choose(page, 1, "Nhảy qua lại.")
    other.get_by_text("Đã làm 1/4 câu, đúng 1 câu.").wait_for()
    assert question(other, 1).get_by_role("radio", name="Nhảy qua lại").is_checked()
    assert "✓ Đúng" in feedback(question(other, 1))
    choose(other, 2, "Ba.")
    question(other, 3).get_by_label("Đáp số của bạn").fill("6.4")
    check(question(other, 3))
    page.get_by_text("Đã làm 3/4 câu, đúng 1 câu.").wait_for()
    choose(page, 1, "Giảm rất chậm.")  # an old tab writes its own question, no other
    assert sorted(kept(page)["quiz-9"]) == ["quiz-9-mot", "quiz-9-nhieu", "quiz-9-so"]
    assert kept(page)["quiz-9"]["quiz-9-mot"]["tries"] == 2
    other.get_by_text("Đã làm 3/4 câu, đúng 0 câu.").wait_for()
    other.get_by_role("button", name="Làm lại từ đầu").first.click()
    page.wait_for_function("document.querySelectorAll('input:checked').length === 0")
    assert not page.locator(".quiz-score").first.is_visible() and kept(page) == {}


def test_a_tab_that_heard_nothing_still_writes_only_its_own_question(open_page, book, serve):
    """A page set aside by the browser gets no news of other tabs."""
    page, other = two_tabs(open_page, serve(book).url("index.html"))
    page.evaluate("addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    page.evaluate("addEventListener('hocsau-memory', event => event.stopImmediatePropagation(), true)")
    choose(other, 2, "Ba.")
    choose(page, 1, "Nhảy qua lại.")
    assert sorted(kept(page)["quiz-9"]) == ["quiz-9-mot", "quiz-9-nhieu"]


def test_what_is_being_filled_in_is_not_overwritten(open_page, book, serve):
    page, other = two_tabs(open_page, serve(book).url("index.html"))
    field = question(page, 3).get_by_label("Đáp số của bạn")
    field.fill("40.9")
    question(other, 3).get_by_label("Đáp số của bạn").fill("6.4")
    check(question(other, 3))
    page.get_by_text("Đã làm 1/4 câu, đúng 0 câu.").wait_for()
    assert field.input_value() == "40.9"
    field.fill("40.96")
    check(question(page, 3))
    answer = kept(page)["quiz-9"]["quiz-9-so"]
    assert (answer["right"], answer["tries"], answer["first"]) == (True, 2, False)
