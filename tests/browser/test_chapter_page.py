"""A chapter in the reader's hands: numbers, buttons, dark mode, folds, copying, keyboard, paper."""

import json
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest

from booktools import repository

NAME = "ch03_linear_regression"
CHAPTER = f"book/{NAME}.html"


@pytest.fixture
def page(open_page, site):
    return open_page(site / CHAPTER)


def test_numbers_are_those_of_the_syllabus(page):
    assert page.locator("h1").text_content().strip().startswith("3. Linear regression")
    for label, number in {"s-3-1": "3.1.", "s-3-3-2": "3.3.2.", "s-3-7": "3.7."}.items():
        heading = page.locator(f"section:has(> #{label}) > :is(h2, h3), section#{label} > :is(h2, h3)").first
        assert heading.text_content().strip().startswith(number)
    assert page.locator(".bd-links .current .current").first.text_content().strip().startswith("3. ")
    assert re.search(r"\(3\.1\)", page.locator(".eqno").first.text_content())
    assert page.locator("figcaption").first.text_content().strip().startswith("Hình 3.1")


def test_real_data_and_quiz_come_before_the_exercises(page):
    wanted = ["s-3-7", "s-3-9", "s-3-10", "s-3-11", "s-3-8"]  # code, real data, quiz, summary, exercises
    found = page.evaluate("() => [...document.querySelectorAll('article [id]')].map(element => element.id)")
    assert [label for label in found if label in wanted] == wanted


def test_colab_mend_and_report_point_at_the_repository(open_page, site, page):
    def link(page, words):
        return page.get_by_role("link", name=words, exact=True)

    url = repository.url()
    assert link(page, "Mở trong Colab").get_attribute("href") == (
        f"https://colab.research.google.com/github/{url.removeprefix('https://github.com/')}"
        f"/blob/main/notebooks/{NAME}.ipynb"
    )
    assert link(page, "Sửa trang này").get_attribute("href") == f"{url}/edit/main/book/{NAME}.md"
    for path in sorted((site / "book").rglob("*.html")):
        text = path.read_text("utf-8")
        report = unquote(re.search(r'<a href="([^"]+)"[^>]*><i [^>]*></i> Báo lỗi</a>', text).group(1))
        assert report.startswith(f"{url}/issues/new?") and path.stem in report
        assert re.findall(r'<a [^>]*href="(?!http)[^"]*\.md"', text) == []


def test_download_gives_the_notebook(open_page, site, serve):
    page = open_page(serve(site).url(CHAPTER))
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải notebook").click()
    assert download.value.suggested_filename == f"{NAME}.ipynb"
    notebook = json.loads(download.value.path().read_text("utf-8"))
    assert notebook["nbformat"] == 4 and len(notebook["cells"]) > 10


def test_from_disk_the_same_link_is_the_file_itself(page):
    # Chromium shows such a file where others save it; either way it is there.
    target = page.get_by_role("link", name="Tải notebook").evaluate("e => e.href")
    path = Path(url2pathname(urlsplit(target).path))
    assert json.loads(path.read_text("utf-8"))["nbformat"] == 4


def test_buttons_are_big_enough_for_a_finger(open_page, site):
    page = open_page(site / CHAPTER, width=360)
    for name in ("Mở trong Colab", "Tải notebook", "Sửa trang này", "Báo lỗi"):
        assert page.get_by_role("link", name=name, exact=True).bounding_box()["height"] >= 40
    for name in ("Mục lục sách", "Nền sáng hay tối", "Tìm kiếm", "Trong trang này"):
        box = page.get_by_role("button", name=name, exact=True).first.bounding_box()
        assert box["width"] >= 40 and box["height"] >= 40


def test_light_and_dark_are_kept_from_page_to_page(open_page, site, serve):
    server = serve(site)
    page = open_page(server.url(CHAPTER), theme="dark")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark"
    page.get_by_role("button", name="Nền sáng hay tối").first.click()
    assert page.evaluate(theme) == "light"
    page.goto(server.url("book/index.html"))
    assert page.evaluate(theme) == "light"


def test_figures_turn_over_in_the_dark_but_photographs_do_not(open_page, site):
    def filters(theme):
        page = open_page(site / CHAPTER, theme=theme)
        return page.evaluate(
            """() => {
              const figure = document.querySelector('.cell_output img');
              const photo = figure.cloneNode();
              photo.classList.add('photo');
              figure.after(photo);
              return [figure, photo].map(e => getComputedStyle(e).filter);
            }"""
        )

    assert filters("light") == ["none", "none"]
    turned, photo = filters("dark")
    assert "invert(0.92)" in turned and photo == "none"


def test_pictures_do_not_move_the_text_when_they_come(page):
    for picture in page.locator(".cell_output img").all():
        assert picture.get_attribute("width") and picture.get_attribute("height")
        assert picture.get_attribute("loading") == "lazy"


def test_vietnamese_in_formulas_has_the_page_s_letters(page):
    font = "e => getComputedStyle(e).fontFamily"
    text = page.locator(".katex .text").first
    assert text.evaluate(font) == page.locator("article p").first.evaluate(font)
    assert page.evaluate("document.fonts.check('16px KaTeX_Main')")


def test_a_wide_formula_moves_in_its_own_box(open_page, site, unfold):
    page = open_page(site / CHAPTER, width=360)
    unfold(page)
    wide = page.evaluate(
        """async () => {
          const all = [...document.querySelectorAll('.math-scroll')], seen = [];
          const wide = all.filter(e => e.scrollWidth > e.clientWidth + 1);
          for (const e of wide) {  // as a reader comes to them: a box is measured when it is drawn
            e.scrollIntoView({ block: 'center' });
            for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
            seen.push([e.tabIndex, e.getBoundingClientRect().right]);
          }
          return seen; }"""
    )
    assert len(wide) > 3 and all(tab == 0 and right <= 361 for tab, right in wide)


def test_solutions_fold_and_open_by_keyboard_and_on_paper(page):
    fold = page.locator("details.solution").first
    content = fold.locator(".dropdown-content")
    assert not content.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert content.is_visible()
    page.keyboard.press("Enter")
    assert not content.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open], .below-output)").count() == 0
    assert page.locator("article details.below-output[open]").count() == 0  # the figure is what one prints
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not content.is_visible()


def test_a_link_into_a_fold_opens_it(open_page, site):
    page = open_page(site / CHAPTER)
    place = page.evaluate(
        """() => {
          const inside = document.querySelector('details.solution .dropdown-content > *');
          location.hash = '#' + (inside.id = 'trong-phan-gap');
          return inside.id;
        }"""
    )
    page.locator(f"#{place}").wait_for(state="visible")


def test_code_is_copied_whole(open_page, site, serve):
    page = open_page(serve(site).url(CHAPTER), permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".cell_input div.highlight").first
    block.hover()
    block.get_by_role("button", name="Chép đoạn mã").click()
    block.get_by_role("button", name="Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == block.locator("pre").inner_text().strip() and "import" in copied
    assert page.locator(".cell_output button.copy").count() == 0


def test_keyboard_reaches_the_text_first(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Tới nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


def test_contents_open_on_a_phone(open_page, site):
    page = open_page(site / CHAPTER, width=360)
    page.get_by_role("button", name="Mục lục sách").first.click()
    book = page.locator("dialog#pst-primary-sidebar-modal")
    assert book.get_by_role("link", name="Trang đầu").is_visible()
    page.keyboard.press("Escape")
    assert not book.is_visible()
    page.get_by_role("button", name="Trong trang này").first.click()
    page.locator("dialog#pst-secondary-sidebar-modal a", has_text="3.3.2").first.click()
    page.wait_for_url(re.compile("#"))


def test_calm_for_who_wants_it_calm(open_page, site):
    page = open_page(site / CHAPTER, reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('*')]
      .filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
    assert page.evaluate(moving) == 0


def test_paper_has_the_text_alone(page):
    page.emulate_media(media="print")
    for gone in (".bd-sidebar-primary", ".bd-header-article", ".book-mend", "button.copy", ".book-actions"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("h1").is_visible()
