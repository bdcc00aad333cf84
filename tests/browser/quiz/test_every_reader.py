"""Quizzes in Chromium for every reader: by keys, by finger, to the ear, in the dark, without JavaScript."""

import gzip
from pathlib import Path

import pytest
from quiz_page import answer_everything, check, feedback, question, sort_with

ROOT = Path(__file__).resolve().parents[3]


def test_the_verdict_is_in_words_and_marks_not_in_colour_alone(page):
    one = question(page, 1)
    for text, mark, word in (("Giảm rất chậm.", "✗", "Chưa đúng"), ("Nhảy qua lại.", "✓", "Đúng")):
        one.get_by_text(text).click()
        check(one)
        assert one.locator("li[data-mark]").get_attribute("data-mark") == mark
        assert word in feedback(one) and mark in feedback(one)


def test_everything_by_keyboard_alone(page):
    keyboard = page.keyboard
    question(page, 1).get_by_role("radio").first.focus()
    keyboard.press("Space")
    keyboard.press("ArrowDown")  # radios: arrows choose
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert "✓ Đúng" in feedback(question(page, 1))
    keyboard.press("Tab")  # the key's summary, shown after the first try
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert "✓ Đúng" in feedback(question(page, 2))
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.type("40,96")
    keyboard.press("Enter")
    assert "✓ Đúng" in feedback(question(page, 3))

    def press(button):
        button.focus()
        keyboard.press("Enter")
        assert button.evaluate("b => b === document.activeElement")  # the focus travels with the item

    sort_with(page, press)
    question(page, 4).get_by_role("button", name="Kiểm tra").focus()
    keyboard.press("Space")
    assert "✓ Đúng" in feedback(question(page, 4))
    assert (
        page.locator(".quiz-score").first.inner_text()
        == "Bạn đúng 4/4 câu, trong đó 4 câu đúng ngay lần đầu."
    )


def test_moving_past_an_end_does_nothing_and_keeps_the_focus(page):
    four = question(page, 4)
    first = four.locator(".quiz-options > li").first
    up = first.get_by_role("button", name="lên")
    assert up.get_attribute("aria-disabled") == "true"
    before = four.locator(".quiz-text").all_inner_texts()
    up.focus()
    page.keyboard.press("Enter")
    assert four.locator(".quiz-text").all_inner_texts() == before
    assert up.evaluate("b => b === document.activeElement")


def test_a_screen_reader_gets_names_groups_and_announcements(page):
    assert page.get_by_role("region", name="Bốn câu").count() == 1
    group = page.get_by_role("group", name="Câu 1 · Chọn một đáp án")
    assert group.get_by_role("radio", name="A. Giảm rất chậm.").count() == 1
    assert page.get_by_role("textbox", name="Đáp số của bạn").count() == 2
    four = question(page, 4)
    item = four.locator(".quiz-options > li").first
    letter = item.get_attribute("data-answer")
    four.get_by_role("button", name=f"Đưa {letter} xuống").click()
    assert feedback(four) == f"{letter}: vị trí 2/3"
    three = question(page, 3)
    three.get_by_label("Đáp số của bạn").fill("bốn")
    check(three)
    assert three.get_by_label("Đáp số của bạn").get_attribute("aria-invalid") == "true"


CONTRAST = """quiz => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = c => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255, 255];
  };
  const bad = [];
  for (const e of quiz.querySelectorAll('p, li, button, input[type=text], summary, strong, .quiz-letter')) {
    if (!e.offsetParent || e.getAttribute('aria-disabled') === 'true') continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < 4.5) bad.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return bad;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits_and_reads_on_every_screen(open_page, book, sideways, width, theme):
    page = open_page(book / "index.html", width=width, theme=theme)
    assert page.locator("html").get_attribute("data-theme") == theme
    answer_everything(page)
    assert sideways(page) == []
    assert page.locator(".quiz").first.evaluate(CONTRAST) == []
    cut = "e => e.scrollWidth > e.clientWidth + 1"
    assert not any(part.evaluate(cut) for part in page.locator(".quiz, .quiz-question").all())


def test_targets_are_large_enough_for_a_finger(open_page, book):
    page = open_page(book / "index.html", width=360)
    answer_everything(page)
    for target in page.locator(
        ".quiz button, .quiz label:has(input), .quiz input[type=text], .quiz summary"
    ).all():
        if target.is_visible():
            box = target.bounding_box()
            assert box["height"] >= 44 and box["width"] >= 44, target.evaluate("e => e.outerHTML")


def test_touch_works(open_page, book):
    page = open_page(book / "index.html", width=360)
    question(page, 1).get_by_text("Nhảy qua lại.").tap()
    question(page, 1).get_by_role("button", name="Kiểm tra").tap()
    assert "✓ Đúng" in feedback(question(page, 1))
    assert question(page, 3).get_by_label("Đáp số của bạn").get_attribute("inputmode") == "decimal"


def test_without_javascript_questions_and_folded_answers_can_be_read(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert page.locator(".quiz input:visible, .quiz button:visible").count() == 0
    one = question(page, 1)
    assert one.get_by_text("Nhảy qua lại.").is_visible()
    why = one.locator("details").get_by_text("Mỗi bước vọt qua đáy.")
    assert not why.is_visible()
    one.get_by_text("Đáp án và giải thích").click()
    assert why.is_visible()
    order = question(page, 4)
    order.get_by_text("Đáp án và giải thích").click()
    assert order.get_by_text("Thứ tự đúng:").is_visible()


def test_the_script_is_plain_and_small():
    script = (ROOT / "book" / "_static" / "quiz.js").read_bytes()
    assert len(gzip.compress(script)) < 4500  # what the reader's line carries, for stations and reviews too
    for word in (
        b"import ",
        b"export ",
        b"fetch(",
        b"XMLHttpRequest",
        b"innerHTML",
        b"eval(",
        b"localStorage",
    ):
        assert word not in script
