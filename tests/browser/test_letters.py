"""The book's own letters: from disk and over http, light, every Vietnamese one, in lines one can read."""

import pytest

CHAPTER = "book/ch03_linear_regression.html"
LETTERS = "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
BUDGET = 70_000
# The width of a line of text in letters: of the paragraphs that fill several lines, the median.
LETTERS_A_LINE = """() => {
  document.documentElement.classList.add('whole');  // sections far away are not laid out
  const lines = [];
  for (const p of document.querySelectorAll('.bd-article section > p')) {
    const height = parseFloat(getComputedStyle(p).lineHeight);
    const rows = Math.round(p.getBoundingClientRect().height / height);
    if (rows > 3 && !p.querySelector('.katex, code')) lines.push(p.innerText.length / (rows - 0.5));
  }
  return lines.sort((a, b) => a - b)[lines.length >> 1];
}"""


def test_the_letters_are_light_and_say_whose_they_are(site):
    files = list((site / "_static/fonts").glob("*.woff2"))
    assert len(files) == 4 and sum(path.stat().st_size for path in files) <= BUDGET
    for path in files:
        family = path.name.rsplit("-400", 1)[0].rsplit("-700", 1)[0]
        assert "OPEN FONT LICENSE" in (path.parent / f"LICENSE-{family}").read_text("utf-8").upper()


@pytest.mark.parametrize("from_disk", [True, False])
def test_text_and_code_are_set_in_them(open_page, site, serve, from_disk):
    page = open_page(site / CHAPTER if from_disk else serve(site).url(CHAPTER))
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replaceAll('\"', ''))"
    )
    assert {"Be Vietnam Pro", "JetBrains Mono"} <= set(loaded)
    # A letter that the mono file lacks would come from another font, with another width.
    width = """([letters, family]) => {
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = `40px ${family}`;
      return [...letters].map(letter => pen.measureText(letter).width);
    }"""
    ours = page.evaluate(width, [LETTERS, '"JetBrains Mono", "Be Vietnam Pro"'])
    assert max(ours) - min(ours) < 0.01  # a mono font that has them all


def test_a_line_of_text_holds_about_seventy_letters(open_page, site):
    page = open_page(site / CHAPTER, width=1440)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert 60 <= page.evaluate(LETTERS_A_LINE) <= 78
    text = page.locator(".bd-article section > p").first.bounding_box()["width"]
    code = page.locator(".bd-article div.cell_input:visible").first.bounding_box()["width"]
    assert code > text * 1.15


@pytest.mark.parametrize(("width", "size"), [(360, 16), (1440, 17)])
def test_the_style_sheets_own_sizes_reach_the_page(open_page, site, width, size):
    """The theme says them too, at other places: what counts is what the reader gets."""
    page = open_page(site / CHAPTER, width=width)
    text, items, lines, shadows = page.evaluate(
        """() => {
          const all = (selector, read) =>
            [...new Set([...document.querySelectorAll(selector)].map((e) => read(getComputedStyle(e))))];
          const px = (style, name) => parseFloat(style[name]);
          return [
            all('.bd-article section > p', (style) => px(style, 'fontSize')),
            all('.bd-article section > ul > li', (style) => px(style, 'fontSize')),
            all('div.highlight pre', (style) => (px(style, 'lineHeight') / px(style, 'fontSize')).toFixed(2)),
            all('.bd-article .admonition', (style) => style.boxShadow),
          ];
        }"""
    )
    assert text == items == [size]
    assert lines == ["1.55"] and shadows == ["none"]
