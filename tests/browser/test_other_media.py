"""The same page in high contrast, on paper, in the clipboard, and without JavaScript on a phone."""

import pytest

CHAPTER = "book/ch03_linear_regression.html"
STYLE = "(element, name) => getComputedStyle(element)[name]"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_keeps_accents_and_signs(open_page, site, theme):
    page = open_page(site / CHAPTER, theme=theme, forced_colors="active", width=390)
    assert page.locator(".katex").first.evaluate(STYLE, "forcedColorAdjust") == "none"
    sign = page.locator(".primary-toggle .fa-solid").first
    ground = page.locator("body").evaluate(STYLE, "backgroundColor")
    assert sign.evaluate(STYLE, "forcedColorAdjust") == "none"
    assert sign.evaluate(STYLE, "backgroundColor") != ground
    assert page.locator(".katex").first.evaluate(STYLE, "color") != ground


def test_paper_is_light_also_from_the_dark(open_page, site):
    page = open_page(site / CHAPTER, theme="dark")
    names = {"text": "--pst-color-text-base", "ground": "--pst-color-background"}
    read = "(e, name) => getComputedStyle(e).getPropertyValue(name).trim()"
    root = page.locator("html")
    dark = {what: root.evaluate(read, name) for what, name in names.items()}
    page.emulate_media(media="print", color_scheme="dark")
    printed = {what: root.evaluate(read, name) for what, name in names.items()}
    assert printed == {"text": "#1f2530", "ground": "#fff"} != dark
    filters = "() => [...document.querySelectorAll('article img')].map(i => getComputedStyle(i).filter)"
    assert set(page.evaluate(filters)) <= {"none"}
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert root.get_attribute("data-theme") == "light"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert root.get_attribute("data-theme") == "dark"


def test_paper_has_no_ghosts_of_folded_code(open_page, site):
    page = open_page(site / CHAPTER)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = page.evaluate(
        """() => [...document.querySelectorAll('article details.hide')].map(fold => [
          fold.matches('.below-output:not(.sealed)'), fold.checkVisibility(),
          [fold, ...fold.querySelectorAll('*')].every(e => getComputedStyle(e).animationName === 'none'
            && getComputedStyle(e).opacity === '1')])"""
    )
    assert len(shown) > 20 and any(of_a_figure for of_a_figure, _, _ in shown)
    assert not [fold for fold in shown if fold[0] and fold[1]]  # a figure is printed, not its code
    assert all(whole for _, seen, whole in shown if seen)


def test_a_formula_is_copied_once(open_page, site):
    page = open_page(site / CHAPTER)
    copied = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('.katex-html')];
          const drawn = all.find(e => e.textContent.includes('\u200b'));
          const paragraph = drawn.closest('p, li');
          getSelection().selectAllChildren(paragraph);
          let text = null;
          const data = { setData: (kind, value) => { text = value; } };
          const event = new Event('copy', { bubbles: true, cancelable: true });
          Object.defineProperty(event, 'clipboardData', { value: data });
          document.dispatchEvent(event);
          return { text, mathml: paragraph.querySelector('.katex-mathml').textContent };
        }"""
    )
    assert copied["text"] and "\u200b" not in copied["text"]
    mathml = page.locator(".katex-mathml").first
    assert mathml.evaluate(STYLE, "userSelect") == "none"


def test_without_javascript_a_phone_has_no_dead_button_and_reaches_the_contents(open_page, site):
    page = open_page(site / CHAPTER, width=390, java_script_enabled=False)
    assert page.locator(".bd-header-article button:visible").count() == 0
    page.get_by_role("link", name="Mục lục sách").click()
    link = page.locator("#pst-primary-sidebar").get_by_role("link", name="Logistic regression").first
    assert link.is_visible()
    box, article = link.bounding_box(), page.locator("article").bounding_box()
    assert box["y"] > article["y"] + article["height"] - 1  # under the text, not before it
    page.goto((site / "search.html").as_uri())
    assert page.locator("form.bd-search:visible").count() == 0
    assert page.locator("article a", has_text="mục lục sách").is_visible()
    assert page.locator("article a", has_text="bảng thuật ngữ").is_visible()
