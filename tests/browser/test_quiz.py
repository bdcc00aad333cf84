"""Quizzes in Chromium: by mouse, by keyboard, by finger, in the dark, as a file, and without JavaScript."""

import gzip
from pathlib import Path

import pytest
from small_book import Book

ROOT = Path(__file__).resolve().parents[2]
CONF = f"""
extensions = ["myst_nb", "booktools.sphinx.progress", "booktools.sphinx.quiz"]
myst_enable_extensions = ["colon_fence"]
nb_execution_mode = "off"
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "_static")!r}]
html_context = {{"default_mode": "auto"}}
language = "vi"
html_favicon = "icon.svg"
"""
BOOK = Book(extensions=("progress", "quiz"))
PAGE = """\
# Thử

::::{quiz} Bốn câu
:label: quiz-9

:::{question} choice
:id: mot

Learning rate quá lớn thì sao?

- [ ] Giảm rất chậm. => Đó là khi learning rate quá nhỏ.
- [x] Nhảy qua lại. => Mỗi bước vọt qua đáy.
- [ ] Không sao cả, vì gradient descent luôn tìm được đường xuống đáy. => Không phải lúc nào cũng thế.
:::

:::{question} choice
:id: nhieu

Những số nào chẵn?

- [x] Hai. => Chia hết cho 2.
- [ ] Ba. => Chia 2 dư 1.
- [x] Bốn. => Cũng chia hết cho 2.
:::

:::{question} number
:id: so
:tolerance: 0.01
:unit: m²

Bao nhiêu?

- [x] 40.96 => Bình phương của 6.4.
- [ ] 6.4 => Bạn quên bình phương.
- [ ] * => Tính lại từ đầu.
:::

:::{question} order
:id: xep

Xếp các bước.

1. Chọn điểm đầu. => Phải có chỗ đứng.
2. Tính đạo hàm. => Phải biết dốc.
3. Bước ngược dốc. => Để đi xuống.
:::
::::

::::{quiz} Quiz thứ hai
:label: quiz-nghin

:::{question} number
:id: nghin

Một nghìn hai trăm ba mươi tư?

- [x] 1234 => Đúng thế.
- [ ] * => Đếm lại.
:::
::::
"""


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    return small_book(BOOK, {"index.md": PAGE})


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def question(page, number: int):
    return page.locator(".quiz-question").nth(number - 1)


def check(question):
    question.get_by_role("button", name="Kiểm tra").click()


def feedback(question) -> str:
    return question.get_by_role("status").inner_text()


ORDER = ["Chọn điểm đầu.", "Tính đạo hàm.", "Bước ngược dốc."]


def sort_with(page, press) -> None:
    """Put the order question right; press(button) presses a button."""
    items = question(page, 4).locator(".quiz-options > li")
    for place, text in enumerate(ORDER):
        while items.nth(place).locator(".quiz-text").inner_text() != text:
            press(items.filter(has_text=text).get_by_role("button", name="lên"))


def keep_order(page) -> None:
    """Say that the order stands as it is shown: an item goes down, and up again."""
    items = question(page, 4).locator(".quiz-options > li")
    items.first.get_by_role("button", name="xuống").click()
    items.nth(1).get_by_role("button", name="lên").click()


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


def answer_everything(page) -> None:
    question(page, 1).get_by_text("Không sao cả").click()
    question(page, 2).get_by_text("Hai.").click()
    question(page, 3).get_by_label("Đáp số của bạn").fill("40,96")
    keep_order(page)
    for number in (1, 2, 3, 4):
        check(question(page, number))
        question(page, number).locator("summary").click()


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
