"""Guesses in Chromium: by mouse, keyboard, finger; kept on the device; as a file; without JavaScript."""

import json
from pathlib import Path

import nbformat.v4 as v4
import pytest
from small_book import Book

BOOK = Book(extensions=("progress", "explore", "guess"), css=("book.css",))
CHOICE = """\
:::{guess} choice
:id: mot

Phóng thật to thì thấy gì?

- [ ] Vẫn cong. => Càng phóng càng thẳng.
- [x] Đường thẳng. => Phần cong nhỏ đi nhanh hơn.
- [ ] Bậc thang. => Chỉ ảnh mới có pixel.
:::
"""
NUMBER = """\
:::{guess} number
:id: hai
:unit: lần
:tolerance: 3
:also: 1

Gấp mấy lần?

- [x] 42 => Mỗi lần một lần nhân đôi.
- [ ] 1000 => Quá xa.
- [ ] * => Tính bằng log.
:::
"""
POINT = (
    ":::{guess} point\n:id: ba\n:x: -4 4 1 x\n:y: 0 16 1 f\n\n"
    "Đáy ở đâu?\n\n- [x] 1 3 => Vì dốc bằng 0.\n:::\n"
)
LINE = (
    ":::{guess} line\n:id: bon\n:x: 0 100 50 bước\n:y: 0 3 0.1 loss\n\n"
    "Loss đi sao?\n\n- [x] 2.3 0.4 0.1 => Chậm dần.\n:::\n"
)


text_cell = v4.new_markdown_cell


def code_cell(printed: str):
    outputs = [v4.new_output("stream", name="stdout", text=printed)]
    return v4.new_code_cell("f()", execution_count=1, outputs=outputs)


CELLS = [
    text_cell("# Thử\n\n" + CHOICE), code_cell("gần như thẳng\n"), text_cell(NUMBER), code_cell("42 lần\n"),
    text_cell("Vậy là 42.\n\nĐoạn không che."), text_cell(POINT), code_cell("(1, 3)\n"), text_cell(LINE),
    code_cell("2.3 0.4 0.1\n"), text_cell("Hết.\n\n" * 20),
]  # fmt: skip


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    return small_book(BOOK, {"index.ipynb": CELLS})


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def guess(page, name: str):
    return page.locator(f"#guess-{name}")


def press(guess, name: str) -> None:
    guess.get_by_role("button", name=name).click()


def said(guess) -> str:
    return guess.get_by_role("status").inner_text()


def waits(page, name: str) -> list[bool]:
    """Whether each thing behind this guess is veiled: blurred, and out of reach of keyboard and reader."""
    return page.eval_on_selector_all(
        f".guess-veil[data-guesses~=guess-{name}]",
        """veils => veils.map(v => v.firstElementChild.inert
             && getComputedStyle(v.firstElementChild).filter !== "none")""",
    )


def test_what_comes_next_waits_and_keeps_its_height(page):
    assert [waits(page, name) for name in ("mot", "hai", "ba", "bon")] == [
        [True],
        [True, True],
        [True],
        [True],
    ]
    heights = "vs => vs.map(v => v.getBoundingClientRect().height)"
    before = page.eval_on_selector_all(".guess-veil", heights)
    for name in ("mot", "hai", "ba", "bon"):
        press(guess(page, name), "Xem luôn")
    assert page.eval_on_selector_all(".guess-veil", heights) == before
    assert not any(sum((waits(page, name) for name in ("mot", "hai", "ba", "bon")), []))


def test_a_wrong_choice_stands_beside_the_right_one(page):
    one = guess(page, "mot")
    press(one, "Chốt")
    assert "Bạn chọn một đáp án đã" in said(one) and waits(page, "mot") == [True]
    one.get_by_text("Vẫn cong.").click()
    press(one, "Chốt")
    assert "✗ Bạn chọn A; đúng: B." in said(one)
    assert (
        "Càng phóng càng thẳng." in said(one) and "Phần cong nhỏ đi" in said(one) and "pixel" not in said(one)
    )
    assert waits(page, "mot") == [False] and waits(page, "hai") == [True, True]
    assert one.get_by_role("radio").first.is_disabled()


def test_a_number_near_enough_hits_and_text_is_refused(page):
    two = guess(page, "hai")
    entry = two.get_by_label("Bạn đoán")
    entry.fill("bốn hai")
    entry.press("Enter")
    assert "chưa phải là một số" in said(two) and waits(page, "hai") == [True, True]
    entry.fill("40,5 lần")
    entry.press("Enter")
    assert "✓ Bạn đoán 40.5 lần; đúng: 42 lần. Trúng!" in said(two)
    assert waits(page, "hai") == [False, False]


@pytest.mark.parametrize(("typed", "why"), [("1000", "Quá xa."), ("30", "Tính bằng log.")])
def test_a_wrong_number_is_explained(page, typed, why):
    two = guess(page, "hai")
    two.get_by_label("Bạn đoán").fill(typed)
    press(two, "Chốt")
    assert f"✗ Bạn đoán {typed} lần; đúng: 42 lần." in said(two) and why in said(two)


def test_a_point_by_mouse(page):
    three = guess(page, "ba")
    press(three, "Chốt")
    assert "Bạn kéo chấm" in said(three)
    box = three.locator("svg").bounding_box()
    scale = box["width"] / 360
    page.mouse.move(box["x"] + 200 * scale, box["y"] + 105 * scale)
    page.mouse.down()
    page.mouse.move(box["x"] + (52 + 296 * 5 / 8) * scale, box["y"] + (12 + 186 * 12 / 16) * scale)
    page.mouse.up()
    press(three, "Chốt")
    assert "✓ Bạn đoán (1, 4); đúng: (1, 3). Trúng!" in said(three)
    assert three.locator("circle.guess-truth").count() == 1


def test_a_line_by_keyboard_alone(page):
    four = guess(page, "bon")
    first, second, last = four.get_by_role("slider").all()
    assert first.evaluate("s => s.labels[0].innerText").startswith("loss khi bước = 0")
    first.press("End")
    second.press("ArrowDown")
    last.press("Home")
    last.press("Tab")
    page.keyboard.press("Enter")
    assert "✗ Bạn đoán 3 → 1.4 → 0; đúng: 2.3 → 0.4 → 0.1." in said(four)
    assert four.locator("circle.guess-truth").count() == 3
    assert (
        page.evaluate("document.activeElement.className") == "guess-said"
    )  # the keyboard is not thrown away


def test_a_finger_takes_a_knob_and_a_tap_moves_the_nearest(open_page, book):
    page = open_page(book / "index.html", width=360)
    four = guess(page, "bon")
    four.locator("svg").scroll_into_view_if_needed()
    four.locator("svg").tap(position={"x": 290, "y": 30})
    assert [slider.input_value() for slider in four.get_by_role("slider").all()][:2] == ["1.5", "1.5"]
    assert float(four.get_by_role("slider").last.input_value()) > 2


def test_who_passes_sees_the_truth_alone(page):
    press(guess(page, "bon"), "Xem luôn")
    assert "Đúng: 2.3 → 0.4 → 0.1" in said(guess(page, "bon"))
    assert (
        guess(page, "bon").locator("circle").count()
        == guess(page, "bon").locator(".guess-knob.guess-truth").count()
        == 3
    )


def test_everything_to_press_is_44_px_tall(open_page, book):
    page = open_page(book / "index.html", width=360)
    small = page.eval_on_selector_all(
        ".guess button, .guess .quiz-options label, .guess-entry input, .guess-sliders input, .guess-first",
        "all => all.filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)",
    )
    assert small == []


def test_a_guess_is_kept_and_not_brought_back_to_another_question(page):
    one = guess(page, "mot")
    one.get_by_text("Bậc thang.").click()
    press(one, "Chốt")
    press(guess(page, "hai"), "Xem luôn")
    kept = page.evaluate("hocsauMemory.load().guesses")
    assert kept["mot"]["value"] == "C" and kept["mot"]["right"] is False and kept["hai"]["passed"] is True
    page.reload()
    assert "Bạn chọn C; đúng: B." in said(one) and waits(page, "mot") == [False] == waits(page, "hai")[:1]
    page.evaluate(
        "hocsauMemory.save(d => { d.guesses.mot.stamp = 'x'; d.guesses.bon = {value: 0, right: true}; })"
    )
    page.reload()
    assert said(one) == "" and waits(page, "mot") == [True] == waits(page, "bon")


def test_the_way_back_from_what_waits(page):
    page.locator(".guess-veil", has_text="42 lần").get_by_role("button", name="Bạn đoán trước đã").click()
    assert page.evaluate("document.activeElement.id") == "guess-hai-entry"


def test_guesses_are_merged_question_by_question(page):
    merged = page.evaluate("""() => hocsauMemory.merge(
      {chapters: {}, quizzes: {}, guesses: {a: {value: 1, right: false}, b: {passed: true}}, read: {}},
      {chapters: {}, quizzes: {}, guesses: {a: {value: 2, right: true}, b: {value: 3, right: true},
                                              c: {passed: true}}, read: {}})""")
    assert merged["guesses"] == 2  # our first guess stays; one that was made is worth more than a pass
    guesses = merged["data"]["guesses"]
    assert (guesses["a"]["value"], guesses["b"]["value"], guesses["c"]) == (1, 3, {"passed": True})


def test_a_record_from_before_there_were_guesses_is_read(page):
    read = page.evaluate("""() => [hocsauMemory.read('{"version": 1, "chapters": {}, "quizzes": {}}'),
      hocsauMemory.read('{"version": 1, "chapters": {}, "quizzes": {}, "guesses": {"a": {}, "b": 1}}')]""")
    assert [(one["data"]["guesses"], one["dropped"]) for one in read] == [({}, 0), ({}, 2)]


def test_nothing_shifts_while_the_page_loads(open_page, book):
    page = open_page(book / "index.html")
    page.add_init_script(
        """window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => {
           if (!e.hadRecentInput) window.shift += e.value;
           })).observe({type: "layout-shift", buffered: true});"""
    )
    page.reload()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") <= 0.05


def test_without_javascript_all_is_shown_and_nothing_is_dead(open_page, book):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert page.get_by_text("gần như thẳng").is_visible()
    assert (
        page.get_by_text("Phóng thật to thì thấy gì?").is_visible()
        and page.get_by_text("Bậc thang.").is_visible()
    )
    assert page.locator(".guess button:visible, .guess input:visible").count() == 0
    assert guess(page, "mot").get_by_text("Đáp án và giải thích").is_visible()


def test_on_paper_there_is_the_question_and_the_output(page):
    page.emulate_media(media="print")
    assert page.locator(".guess button:visible, .guess-form:visible").count() == 0
    assert page.get_by_text("Gấp mấy lần?").is_visible()
    filters = page.eval_on_selector_all(".guess-veil > *", "all => all.map(e => getComputedStyle(e).filter)")
    assert set(filters) == {"none"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forced_colours_keep_guess_and_truth_apart(open_page, book, theme):
    page = open_page(book / "index.html", theme=theme, forced_colors="active")
    three = guess(page, "ba")
    three.get_by_role("slider").first.press("ArrowRight")
    press(three, "Chốt")
    yours, truth = three.locator("circle").all()
    fill = "e => getComputedStyle(e).fill"
    assert yours.evaluate(fill) != truth.evaluate(fill)


CHAPTER = "book/ch02_lab_math.html"


def test_a_guess_of_the_book_is_counted_on_the_page_of_progress(open_page, site, serve):
    url = serve(site).url
    page = open_page(url("book/progress.html"))
    item = page.locator("[data-chapter=ch02_lab_math]")
    ids = json.loads(item.get_attribute("data-guesses"))
    assert f"đoán trước: {len(ids)} chỗ" in item.inner_text()
    page.goto(url(CHAPTER))
    one = page.locator(".guess[data-kind=choice]").first
    one.locator("li[data-answer]").first.locator("label").click()
    press(one, "Chốt")
    assert said(one)
    page.goto(url("book/progress.html"))
    assert f"đoán trước: 1/{len(ids)} lần" in item.inner_text()
    assert "đoán trước: 1/" in page.locator("#progress-sum").inner_text()
