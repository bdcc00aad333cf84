"""Kí hiệu, sources, comments: what one looks things up in fits a phone and a laptop."""

import re

import pytest

NOTATION = "book/notation.html"


def test_on_a_phone_a_symbol_is_a_card(open_page, site, sideways):
    page = open_page(site / NOTATION, width=360)
    assert sideways(page) == []
    rows = page.evaluate(
        """() => [...document.querySelectorAll('#ki-hieu tbody tr')].map(row => {
          const box = cell => { const r = cell.getBoundingClientRect(); return [r.left, r.right]; };
          const shown = [...row.children].filter(cell => cell.offsetParent);
          return { symbol: box(shown[0]), others: shown.slice(1).map(box), text: row.innerText,
                   hidden: shown.slice(1).some(cell => cell.scrollWidth > cell.clientWidth + 1) };
        })"""
    )
    assert len(rows) > 100
    for row in rows:
        lefts = {round(other[0]) for other in row["others"]}
        assert len(lefts) == 1 and lefts.pop() >= row["symbol"][1], row["text"]
        assert all(other[1] <= 361 for other in row["others"]) and not row["hidden"], row["text"]
    size = page.locator("#ki-hieu td").first.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)")
    assert size > page.evaluate("parseFloat(getComputedStyle(document.querySelector('#ki-hieu p')).fontSize)")


@pytest.mark.parametrize("width", [1280, 1440])
def test_on_a_laptop_no_cell_is_cut_and_no_word_is_broken(open_page, site, width):
    page = open_page(site / NOTATION, width=width)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('#ki-hieu td')]
          .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.innerText)"""
    )
    assert cut == []
    tables = page.evaluate(
        """[...document.querySelectorAll('.pst-scrollable-table-container')]
          .map(box => box.scrollWidth - box.clientWidth)"""
    )
    assert max(tables) <= 1 or width < 1440  # in a narrower window the table moves in its box
    broken = page.evaluate(
        """() => [...document.querySelectorAll('#ki-hieu td code, #ki-hieu td a')]
          .filter(e => !/[\\s,]/.test(e.textContent) && e.getClientRects().length > 1)
          .map(e => e.textContent)"""
    )
    assert broken == []


def test_a_table_that_goes_on_to_the_right_shows_it_and_moves_by_keyboard(open_page, site):
    page = open_page(site / "book/sources.html", width=360)
    box = page.locator(".pst-scrollable-table-container").first
    assert box.evaluate("e => e.scrollWidth > e.clientWidth + 1")
    assert box.evaluate("e => getComputedStyle(e).backgroundImage").count("linear-gradient") == 4
    grounds = box.evaluate(
        "e => [...e.querySelectorAll('tbody tr')].map(row => getComputedStyle(row).backgroundColor)"
    )
    assert grounds and not [one for one in grounds if one.startswith("rgb(")]  # the shadow is seen through
    page.wait_for_function("document.querySelector('.pst-scrollable-table-container').tabIndex === 0")


def test_the_list_of_sources_has_every_name_of_the_text(open_page, site):
    listed = set()
    html = (site / "book/sources.html").read_text("utf-8")
    for label in re.findall(
        r'<span class="label">(.*?)</span>\s*(?:<span class="backrefs"|<p>)', html, re.DOTALL
    ):
        listed.add(re.sub(r"<[^>]+>", "", label).strip("[] \n"))
    assert len(listed) > 50 and not [
        label for label in listed if not re.search(r", (\d{4}|không rõ năm)", label)
    ]
    named = set()
    for path in (site / "book").glob("*.html"):
        for link in re.findall(r'href="sources\.html#id\d+"[^>]*>([^<]*)</a>', path.read_text("utf-8")):
            named.add(link.replace("\u00a0", " "))
    years = {label.rpartition(", ")[2] for label in listed}
    assert named and {name for name in named if name not in listed and name not in years} == set()


LUMINANCE = """colour => {
  const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
    .map(v => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_comments_are_quieter_than_code_and_can_be_read(open_page, site, theme):
    page = open_page(site / "book/ch03_linear_regression.html", theme=theme)
    comment, ground, code = page.evaluate(
        f"""() => {{
          const light = {LUMINANCE};
          const one = document.querySelector('div.cell_input .highlight :is(.c1, .c)');
          const pre = one.closest('pre');
          const code = getComputedStyle(pre);
          return [getComputedStyle(one).color, code.backgroundColor, code.color].map(light);
        }}"""
    )

    def contrast(one: float, other: float) -> float:
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)

    assert 4.5 <= contrast(comment, ground) < contrast(code, ground)


@pytest.mark.parametrize("width", [360, 1440])
def test_captions_begin_where_their_figure_begins(open_page, site, width, pass_guesses):
    page = open_page(site / "book/ch07_image_processing.html", width=width)
    pass_guesses(page)
    aligned = page.eval_on_selector_all(
        "figcaption", "all => [...new Set(all.map(one => getComputedStyle(one).textAlign))]"
    )
    assert len(aligned) == 1 and aligned[0] in ("left", "start")
