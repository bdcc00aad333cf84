"""What is left of a page on paper: everything that reads, nothing that needs a screen, answers apart."""

import pytest

from booktools.paper.contents import Entry
from booktools.paper.pages import answers_section, of_text, read

ENTRY = Entry("book/ch01_mot", "", 0)


def test_screen_parts_go_and_readings_stay(root):
    page = read(root / "html", ENTRY, drop="katex-html")
    text = str(page.article)
    assert page.title == "1. Một"
    for word in (
        "Mục lục",
        "Colab",
        "headerlink",
        "<input",
        "<script",
        "Xem mã nguồn",
        "<details",
        "Kiểm tra",
        "VẼ",
    ):
        assert word not in text
    for word in ("mã ẩn", "x = 1", "<img", "A.</span> Một", "<math"):
        assert word in text


def test_a_seal_stays_and_what_opens_the_code_goes():
    seal = '<span class="seal tried">≈ đã kiểm bằng số</span> <span class="fold-code">· mã ‹›</span>'
    meaning = '<p class="seal-meaning">≈ nghĩa.</p>'
    fold = f'<details class="hide sealed"><summary>{seal}</summary>{meaning}<pre>d</pre></details>'
    page = of_text(f'<article class="bd-article"><h1>A</h1><div>{fold}</div></article>', ENTRY)
    assert str(page.article.div) == (
        '<div><p class="seal tried">≈ đã kiểm bằng số</p><div class="hide sealed">'
        f"{meaning}<pre>d</pre></div></div>"
    )


def test_folded_code_is_not_printed_but_its_seal_and_what_it_shows_are():
    code = '<div class="cell_input"><pre>plot()</pre></div>'
    seal = '<summary><span class="seal">✓ đã chứng minh</span></summary><p class="seal-meaning">✓ nghĩa.</p>'
    folds = (
        f'<details class="hide sealed">{seal}{code}</details>',
        f'<details class="hide"><summary>mã</summary>{code}<div class="cell_output">81</div></details>',
        f'<details class="solution" id="sol"><summary>Lời giải</summary>{code}</details>',
    )
    text = f'<article class="bd-article"><h1>A</h1>{"".join(folds)}</article>'
    for folded_code, times in ((True, 3), (False, 1)):
        page = of_text(text, ENTRY, folded_code=folded_code)
        printed = str(page.article) + str(page.answers[0])
        assert printed.count("plot()") == times
        assert all(words in printed for words in ("✓ đã chứng minh", "✓ nghĩa.", "81"))
        assert "plot()" in str(page.answers[0])  # the reader opens a solution, and reads its code


def test_the_other_half_of_the_formulas_for_print(root):
    text = str(read(root / "html", ENTRY, drop="katex-mathml").article)
    assert "VẼ" in text and "<math" not in text


def test_answers_leave_the_text_and_a_link_leads_to_them(root):
    page = read(root / "html", ENTRY, drop="katex-html")
    assert "Bằng 2" not in str(page.article) and "A đúng" not in str(page.article)
    assert [box["id"] for box in page.answers] == ["sol-1", "q1-key"]
    assert [box.p.get_text() for box in page.answers] == ["Lời giải Bài tập 1", "Đố vui · Câu 1"]
    assert {a["href"] for a in page.article.select(".to-answer a")} == {"#sol-1", "#q1-key"}
    assert "Gợi ý" in str(page.answers[0]) and "<details" not in str(page.answers[0])
    section = answers_section(page)
    assert "Bằng 2" in str(section) and "A đúng" in str(section)


def test_an_answer_inside_an_answer_goes_along_and_one_in_another_fold_leaves_it():
    key = '<details class="quiz-key" id="k"><summary>Đáp án</summary><p>A đúng.</p></details>'
    solution = f'<details class="solution" id="s"><summary>Lời giải 1</summary><p>Bằng 2.</p>{key}</details>'
    other = '<details class="solution" id="t"><summary>Lời giải 2</summary><p>Bằng 3.</p></details>'
    fold = f'<details class="dropdown"><summary>Thêm</summary><p>Chữ.</p>{other}</details>'
    article = f'<article class="bd-article"><h1>A</h1>{solution}{fold}</article>'
    page = of_text(f"<html><body>{article}</body></html>", ENTRY)
    assert [box["id"] for box in page.answers] == ["s", "t"]
    assert "Bằng 2" in page.answers[0].text and "A đúng" in page.answers[0].text
    assert page.answers[0].select_one("p.fold-title").text == "Đáp án" and not page.answers[0].select(
        "details"
    )
    assert "Chữ." in page.article.text and "Bằng" not in page.article.text
    assert [a["href"] for a in page.article.select(".to-answer a")] == ["#s", "#t"]


def test_of_a_guess_the_question_stays_and_what_waited_is_shown():
    guess = (
        '<div class="guess"><p class="quiz-task">Đoán trước</p><div class="quiz-prompt">Mấy?</div>'
        '<div class="guess-form"><label>Bạn đoán</label><button>Chốt</button></div>'
        '<details class="guess-key"><summary>Đáp án</summary><p>Bốn, vì thế.</p></details></div>'
        '<div class="guess-veil" data-guesses="guess-a"><pre>4</pre></div>'
    )
    page = of_text(
        f'<html><body><article class="bd-article"><h1>A</h1>{guess}</article></body></html>', ENTRY
    )
    assert "Mấy?" in page.article.text and "4" in page.article.text and page.answers == []
    for word in ("Bạn đoán", "Chốt", "Đáp án", "Bốn"):
        assert word not in page.article.text


def test_an_id_stands_once(root):
    ids = [element["id"] for element in read(root / "html", ENTRY, drop="katex-html").article.select("[id]")]
    assert len(ids) == len(set(ids)) and "dau" in ids


def test_a_page_that_is_not_built_or_has_no_article_is_said(root):
    with pytest.raises(FileNotFoundError, match="hãy build sách trước"):
        read(root / "html", Entry("book/ch99", "", 0), drop="katex-html")
    with pytest.raises(ValueError, match="book/ch01_mot: trang không có phần bài viết"):
        of_text("<html><body></body></html>", ENTRY)
