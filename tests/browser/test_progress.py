"""What the reader has finished, kept on the device: the chapter's button, the lists, the page of progress."""

import json

import pytest

PAGE = "book/progress.html"
CHAPTER = "book/ch03_linear_regression.html"


@pytest.fixture
def url(site, serve):
    return serve(site).url


def finish(page) -> None:
    page.get_by_role("button", name="Đánh dấu đã học xong").click()


def chosen(page) -> list[str]:
    """The chapters that the page of progress shows as finished."""
    return page.eval_on_selector_all(
        ".progress-item:has(input:checked)", "items => items.map(item => item.dataset.chapter)"
    )


def test_a_finished_chapter_is_marked_everywhere_and_can_be_taken_back(open_page, url):
    page = open_page(url(CHAPTER))
    finish(page)
    button = page.get_by_role("button", name="Đã học xong chương này")
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(url("book/index.html"))
    assert page.locator(".chapter-map .finished").count() == 1
    assert page.locator(".bd-links .finished").count() == 1
    page.goto(url(PAGE))
    assert chosen(page) == ["ch03_linear_regression"]
    page.get_by_role("checkbox", name="Linear regression").uncheck()
    page.goto(url(CHAPTER))
    assert page.locator(".book-done button").get_attribute("aria-pressed") == "false"
    assert page.locator(".finished").count() == 0


def test_quizzes_are_counted(open_page, url):
    page = open_page(url(PAGE))
    item = page.locator("[data-chapter=ch03_linear_regression]")
    questions = sum(json.loads(item.get_attribute("data-quizzes")).values())
    assert f"quiz: {questions} câu, chưa làm" in item.inner_text()
    page.goto(url(CHAPTER))
    question = page.locator(".quiz-question[data-kind=choice]").first
    question.locator(".quiz-options label").first.click()
    question.get_by_role("button", name="Kiểm tra").click()
    page.goto(url(PAGE))
    assert f"đã làm 1/{questions} câu" in item.inner_text()
    assert "đã làm 1/" in page.locator("#progress-sum").inner_text()


def test_export_clear_and_import_bring_everything_back(open_page, url, tmp_path):
    page = open_page(url(CHAPTER))
    finish(page)
    page.goto(url(PAGE))
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất ra tệp").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name.startswith("hoc-sau-tien-do-") and json.loads(path.read_text("utf-8"))["version"] == 1

    page.get_by_role("button", name="Xoá hết").click()
    page.get_by_role("button", name="Thôi").click()
    assert chosen(page) == ["ch03_linear_regression"]
    page.get_by_role("button", name="Xoá hết").click()
    page.get_by_role("button", name="Xoá", exact=True).click()
    assert chosen(page) == [] and page.evaluate("localStorage.getItem('hocsau')") is None

    page.get_by_role("checkbox", name="Logistic regression").check()
    page.locator("#progress-file").set_input_files(path)
    page.get_by_text("Đã nhập").wait_for()
    assert chosen(page) == ["ch03_linear_regression", "ch04_logistic_regression"]  # added, not replaced


BAD_DAY = '{"version": 1, "chapters": {"ch03_linear_regression": "2026-99-99"}, "quizzes": {}}'
NO_RECORD = ["", "chào", "[]", '{"version": 2, "chapters": {}, "quizzes": {}}', BAD_DAY]


@pytest.mark.parametrize("text", NO_RECORD)
def test_another_file_changes_nothing(open_page, url, tmp_path, text):
    page = open_page(url(PAGE))
    page.get_by_role("checkbox", name="Logistic regression").check()
    other = tmp_path / "khac.json"
    other.write_text(text, "utf-8")
    page.locator("#progress-file").set_input_files(other)
    page.get_by_text("chưa có gì thay đổi").wait_for()
    assert chosen(page) == ["ch04_logistic_regression"]


def kept(page) -> dict:
    return page.evaluate("hocsauMemory.load()")


def bring(page, tmp_path, chapters: dict, quizzes: dict) -> str:
    """Import a file with this record; what the page says of it."""
    path = tmp_path / "tien-do.json"
    path.write_text(json.dumps({"version": 1, "chapters": chapters, "quizzes": quizzes}), "utf-8")
    page.locator("#progress-said").evaluate("e => { e.textContent = '' }")
    page.locator("#progress-file").set_input_files(path)
    page.wait_for_function("document.getElementById('progress-said').textContent")
    return page.locator("#progress-said").inner_text()


def answer(right: bool, value: str = "9", tries: int = 1) -> dict:
    return {"stamp": "x", "value": value, "tries": tries, "right": right, "first": False}


def test_an_older_file_takes_nothing_away(open_page, url, tmp_path):
    """Question by question: a right answer is not lost to a wrong one, nor a later day to an earlier."""
    page = open_page(url(PAGE))
    own = {
        "chapters": {"ch03_linear_regression": "2026-11-02", "ch02_python": "2026-01-05"},
        "quizzes": {"quiz-3": {"a": answer(True), "b": answer(True), "c": answer(False, "1")}},
    }
    page.evaluate("own => hocsauMemory.save(data => { Object.assign(data, own) })", own)
    said = bring(
        page,
        tmp_path,
        {
            "ch03_linear_regression": "2026-01-02",
            "ch02_python": "2026-02-28",
            "ch05_neural_network": "2026-03-01",
        },
        {
            "quiz-3": {"a": answer(False), "c": answer(True, "2"), "d": answer(False)},
            "quiz-4": {"e": answer(True)},
        },
    )
    assert kept(page)["chapters"] == {
        "ch03_linear_regression": "2026-11-02",  # the later day
        "ch02_python": "2026-02-28",
        "ch05_neural_network": "2026-03-01",
    }
    quiz = kept(page)["quizzes"]["quiz-3"]
    assert {name: (quiz[name]["right"], quiz[name]["value"]) for name in quiz} == {
        "a": (True, "9"),
        "b": (True, "9"),
        "c": (True, "2"),
        "d": (False, "9"),
    }
    assert kept(page)["quizzes"]["quiz-4"] == {"e": answer(True)}
    assert said == "Đã nhập: lấy từ tệp 2 bài, 3 câu quiz và 0 lần đoán; mọi thứ khác ở đây giữ nguyên."
    assert "chưa có gì thay đổi" in bring(page, tmp_path, {}, {"quiz-3": {"a": answer(False)}})


def test_what_cannot_be_in_a_file_is_left_out_and_said(open_page, url, tmp_path):
    page = open_page(url(PAGE))
    days = {"ch03_linear_regression": "2026-02-30", "ch04_logistic_regression": ["2026-01-02"]}
    said = bring(
        page, tmp_path, days | {"ch02_python": "2028-02-29"}, {"quiz-3": {"a": 4, "b": answer(True)}}
    )
    assert kept(page)["chapters"] == {"ch02_python": "2028-02-29"}
    assert list(kept(page)["quizzes"]["quiz-3"]) == ["b"]
    assert "lấy từ tệp 1 bài, 1 câu quiz" in said and "3 mục trong tệp không đọc được" in said


def test_two_tabs_do_not_undo_each_other(open_page, url):
    page = open_page(url(PAGE))
    other = page.context.new_page()
    other.goto(url("book/ch04_logistic_regression.html"))
    page.get_by_role("checkbox", name="Linear regression").check()
    finish(other)
    page.wait_for_function("document.querySelectorAll('.progress-item input:checked').length === 2")


def test_one_bad_entry_does_not_cost_the_reader_the_others(open_page, url):
    page = open_page(url(PAGE))
    record = {
        "version": 1,
        "chapters": {"ch02_python": "2026-01-05", "ch03_linear_regression": "?"},
        "quizzes": {},
    }
    page.evaluate("record => localStorage.setItem('hocsau', JSON.stringify(record))", record)
    page.reload()
    page.get_by_role("checkbox", name="Logistic regression").check()
    assert chosen(page) == ["ch02_python", "ch04_logistic_regression"]


def test_a_browser_that_keeps_nothing_says_so(open_page, url, tmp_path):
    # The theme, too, wants to keep something when the page is left.
    page = open_page(url(CHAPTER), expect_errors=True)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('quota') } }")
    finish(page)
    page.locator(".book-done button", has_text="Trình duyệt này không cho lưu").wait_for()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('quota') }")
    page.goto(url(PAGE))
    page.get_by_text("sẽ mất khi rời trang").wait_for()
    page.get_by_role("checkbox", name="Linear regression").check()
    # The page itself holds what was done in it.
    said = bring(page, tmp_path, {"ch04_logistic_regression": "2026-01-05"}, {})
    assert "lấy từ tệp 1 bài" in said and "không cho lưu" in said
    assert chosen(page) == ["ch03_linear_regression", "ch04_logistic_regression"]


def test_from_disk_as_well(open_page, site):
    page = open_page(site / CHAPTER, width=360)
    finish(page)
    page.reload()
    assert page.get_by_role("button", name="Đã học xong chương này").is_visible()


def test_without_javascript_the_list_of_chapters_reads(open_page, site):
    page = open_page(site / PAGE, java_script_enabled=False)
    assert page.get_by_role("link", name="Linear regression").last.is_visible()
    assert page.get_by_text("cần JavaScript").is_visible()
    assert not page.locator("#progress-export").is_visible()
