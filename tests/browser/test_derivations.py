"""Derivations and folded code as a reader meets them: wide, narrow, by keyboard, on paper, high contrast."""

import json
from pathlib import Path

import nbformat.v4 as v4
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from small_book import Book

from hocsau.derive import Derivation, Sum, diff, exp, half, index, scalars, sequences, size

BOOK = Book(
    extensions=("maths", "derivations", "folded_code"),
    css=("icons.css", "book.css"),
    js=("book.js",),
    more={"nb_code_prompt_show": "{type}", "html_math_renderer": "hocsau"},
)
BROKEN = r"""```{math}
\begin{aligned}
J = \bigl( & y \ln \hat y \\ % narrow
& + (1 - y) \ln(1 - \hat y) \bigr)
\end{aligned}
```"""


def derivations() -> list[Derivation]:
    w0, w1, z = scalars("w_0 w_1 z")
    x, y = sequences("x y")
    i, N = index("i"), size("N")
    error = w0 + w1 * x[i] - y[i]
    J = half * Sum(error**2, i, 1, N)
    slope = Derivation(r"\frac{\partial J}{\partial w_1}", diff(J, w1))
    slope.step(half * Sum(2 * error * diff(error, w1), i, 1, N), why="quy tắc chuỗi cho từng số hạng")
    slope.step(half * Sum(2 * error * x[i], i, 1, N), why="đạo hàm của ngoặc theo w₁ là xᵢ")
    slope.step(Sum(x[i] * error, i, 1, N), why="½ nhân 2 bằng 1")
    part = 1 / (1 + exp(-z))
    long = Derivation(r"\frac{f(z + h) - f(z)}{h}", part * (exp(-z) / (1 + exp(-z))))
    long.step(part * (1 - part), why="phân số sau bằng 1 trừ phân số trước")
    return [slope, long]


@pytest.fixture(scope="module")
def book(small_book) -> Path:
    cells = [v4.new_markdown_cell("# Thử\n\nCâu đầu.\n\n" + BROKEN)]
    for d in derivations():
        data = {"text/latex": d._repr_latex_(), "text/plain": repr(d), **d._repr_mimebundle_()}
        output = v4.new_output("display_data", data=json.loads(json.dumps(data)))
        cells.append(
            v4.new_code_cell("d = Derivation()", outputs=[output], metadata={"tags": ["hide-input"]})
        )
    printed = v4.new_output("stream", name="stdout", text="✓ khớp\n")
    cells.append(v4.new_code_cell("assert 1 == 1", outputs=[printed], metadata={"tags": ["hide-input"]}))
    return small_book(BOOK, {"index.ipynb": cells}) / "index.html"


def boxes(page, selector: str) -> list[dict]:
    return [part.bounding_box() for part in page.locator(selector).all()]


def overlap(a: dict, b: dict) -> bool:
    return a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]


def test_side_by_side_where_there_is_room(open_page, book):
    page = open_page(book, width=1440)
    for derivation in page.locator(".derivation").all():
        whys = [why.bounding_box() for why in derivation.locator(".step-why").all()]
        assert len({round(why["x"]) for why in whys}) == 1  # a column
        for line in derivation.locator(".step-line:has(.step-why)").all():
            formula, why = (
                line.locator(".math-scroll").bounding_box(),
                line.locator(".step-why").bounding_box(),
            )
            drawn = line.locator(".math-scroll .katex-html").bounding_box()
            if overlap(formula, why):
                assert drawn["x"] + drawn["width"] <= why["x"] and formula["x"] < why["x"]
            else:  # a formula that leaves no room, the gap between them counted, has its reason below
                assert (
                    drawn["x"] + drawn["width"] + 24 > why["x"]
                    and why["y"] >= formula["y"] + formula["height"] - 1
                )
    assert sum(overlap(*pair) for pair in zip(boxes(page, ".step-line:has(.step-why) .math-scroll"),
                                              boxes(page, ".step-why"), strict=True)) >= 3  # fmt: skip
    signs = boxes(page, ".derivation.with-left .step-line")
    assert len({sign["x"] for sign in signs}) == 1  # every "=" under the first
    left = page.locator(".long-left .step-left").bounding_box()
    assert overlap(left, page.locator(".long-left .step-line").first.bounding_box())


@pytest.mark.parametrize("width", [320, 360])
def test_stacked_on_a_phone_and_never_wider(open_page, book, width):
    page = open_page(book, width=width)
    for line in page.locator(".step-line:has(.step-why)").all():
        formula, why = line.locator(".math-scroll").bounding_box(), line.locator(".step-why").bounding_box()
        assert why["y"] >= formula["y"] + formula["height"] - 1 and not overlap(formula, why)
    left = page.locator(".long-left .step-left").bounding_box()
    assert left["y"] + left["height"] <= page.locator(".long-left .step-line").first.bounding_box()["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    moved = page.evaluate(
        "[...document.querySelectorAll('.math-scroll')].filter(e => e.scrollWidth > e.clientWidth + 1)"
        ".map(e => e.tabIndex)"
    )
    assert moved and set(moved) == {0}  # a wide formula moves in its own box, which the keyboard reaches


def test_a_formula_is_broken_only_where_it_must_be(open_page, book):
    for width, shown in ((1440, ".math-wide"), (360, ".math-narrow")):
        page = open_page(book, width=width)
        assert page.locator(".math-wide, .math-narrow").count() == 2
        assert [part.is_visible() for part in page.locator(".math-wide, .math-narrow").all()] == [
            shown == ".math-wide",
            shown == ".math-narrow",
        ]


def test_the_seal_and_the_link_open_the_code_by_keyboard(open_page, book):
    page = open_page(book)
    summaries = page.locator("details.below-output > summary")
    names = [" ".join(s.inner_text().replace("‹›", "").split()) for s in summaries.all()]
    assert names == ["✓ đã chứng minh · Xem mã nguồn"] * 2 + ["Xem mã nguồn"]
    for number, output in ((0, ".derivation"), (2, ".cell_output")):
        summary = summaries.nth(number)
        cell = page.locator("div.cell").nth(number)
        result, link = cell.locator(output).first.bounding_box(), summary.bounding_box()
        assert link["y"] >= result["y"] + result["height"] - 1  # seen, and reached, after the result
        assert abs(link["x"] + link["width"] - result["x"] - result["width"]) < 4
        assert link["height"] >= 24
        code = cell.locator(".cell_input pre")
        assert not code.is_visible()
        summary.focus()
        page.keyboard.press("Enter")
        assert code.is_visible()
        page.keyboard.press("Enter")
        assert not code.is_visible()


def test_a_finger_needs_more_room(open_page, book):
    page = open_page(book, width=360)
    assert all(box["height"] >= 44 for box in boxes(page, "details.below-output > summary"))


def test_paper_shows_the_seal_and_no_code(open_page, book):
    page = open_page(book)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".cell_input pre").first.is_visible() is False
    assert (
        page.locator("summary .seal").first.is_visible() and not page.locator(".fold-code").first.is_visible()
    )
    assert not page.locator("details.below-output:not(.sealed)").is_visible()
    underline = "e => getComputedStyle(e).borderBottomStyle"
    assert (
        page.locator(".derivation .changed").first.evaluate(underline) == "solid"
    )  # paper often has no grounds


CONTRAST = """() => {
  const dot = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const style = (selector) => getComputedStyle(document.querySelector(selector));
  const page = getComputedStyle(document.body).backgroundColor;
  const light = (colour) => { // as it looks on the page
    for (const layer of [page, colour]) { dot.fillStyle = layer; dot.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...dot.getImageData(0, 0, 1, 1).data].map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (...two) => {
    const [x, y] = two.map(light).sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const tint = style('.derivation .changed').backgroundColor;
  const words = ['.step-why', '.seal', '.below-output summary'].map((part) => ratio(style(part).color, page));
  return {tint: ratio(tint, page), words: [ratio(style('.derivation .changed').color, tint), ...words]};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_tint_is_seen_and_what_stands_on_it_is_read(open_page, book, scheme):
    page = open_page(book, theme=scheme)
    assert page.locator(".derivation .changed").count() >= 2
    contrast = page.evaluate(CONTRAST)
    assert min(contrast["words"]) >= 4.5 and contrast["tint"] > 1.1


def test_high_contrast_underlines_what_is_new(open_page, book):
    page = open_page(book, forced_colors="active")
    style = "e => [getComputedStyle(e).borderBottomWidth, getComputedStyle(e).backgroundColor]"
    width, ground = page.locator(".derivation .changed").first.evaluate(style)
    assert width == "2px" and ground in ("rgba(0, 0, 0, 0)", "transparent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, book, scheme):
    page = open_page(book, theme=scheme)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        """async () => {
          document.querySelectorAll("details").forEach((fold) => (fold.open = true));
          const how = {resultTypes: ["violations"], preload: false};
          const found = await axe.run(document.querySelector("article"), how);
          return found.violations.map((v) => `${v.id}: ${v.nodes[0].html}`);
        }"""
    )
    assert found == []
