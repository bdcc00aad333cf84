"""The glossary's letters and filter box, from a server and from disk, by keyboard and on a phone."""

import pytest

PAGE = "book/glossary.html"
ROWS = "dl.glossary > .glossary-entry:not([hidden]) > dt"


@pytest.fixture(params=["http", "file"])
def page(request, open_page, site, serve):
    return open_page(serve(site).url(PAGE) if request.param == "http" else site / PAGE)


def names(page) -> list[str]:
    """The first name of every entry that shows."""
    return page.eval_on_selector_all(
        ROWS,
        "rows => rows.filter(r => r.previousElementSibling?.tagName !== 'DT').map(r => r.firstChild.data)",
    )


def box(page):
    return page.get_by_role("searchbox", name="Lọc thuật ngữ")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dao ham", "đạo hàm"),
        ("Đạo Hàm", "đạo hàm"),
        ("derivative", "đạo hàm"),
        ("toc do hoc", "learning rate"),  # a name that the book does not use leads to the one that it does
        ("one-hot", "one-hot"),
    ],
)
def test_names_are_found_without_marks(page, typed, found):
    everything = len(names(page))
    box(page).fill(typed)
    shown = names(page)
    assert found in shown and len(shown) < 10 < everything
    assert page.locator(".glossary-filter [role=status]").inner_text() == f"{len(shown)} mục"
    assert page.locator("dl.glossary dd:visible").count() == len(shown)
    box(page).press("Escape")
    assert len(names(page)) == everything and box(page).input_value() == ""


def test_a_word_that_no_name_has_is_looked_for_in_the_explanations(page):
    box(page).fill("oto")
    assert (
        page.locator(".glossary-filter [role=status]").inner_text()
        == "Không có mục nào. Bạn thử gõ ít chữ hơn."
    )
    assert names(page) == []
    box(page).fill("hình cái bát")
    assert names(page) == ["hàm lồi"]


def test_a_letter_leads_to_its_entries_by_keyboard_also_while_filtering(page):
    everything = len(names(page))
    box(page).fill("dao ham")
    letter = page.get_by_role("navigation", name="Theo chữ cái").get_by_role("link", name="P", exact=True)
    letter.focus()
    page.keyboard.press("Enter")
    assert len(names(page)) == everything
    target = page.locator(":target")
    assert target.inner_text().lower().startswith("p")
    # Not under the header or the row of letters, which stay in view.
    page.wait_for_timeout(300)
    bar = page.locator(".glossary-letters").bounding_box()
    assert target.bounding_box()["y"] >= bar["y"] + bar["height"] - 1
    assert bar["y"] >= 0


def test_the_box_moves_nothing_when_it_appears_and_fits_a_phone(open_page, site):
    page = open_page(site / PAGE)
    page.set_viewport_size({"width": 360, "height": 740})
    top = page.locator(".glossary-letters").bounding_box()["y"]
    page.evaluate("document.querySelector('.glossary-filter').replaceChildren()")
    assert page.locator(".glossary-letters").bounding_box()["y"] == top
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for link in page.locator(".glossary-letters a").all():
        assert min(link.bounding_box()["width"], link.bounding_box()["height"]) >= 44


def test_names_stand_beside_what_they_mean_and_on_a_phone_above_it(open_page, site):
    where = """e => [...e.querySelectorAll('dt, dd')].map(x => {
      const box = x.getBoundingClientRect();
      return [Math.round(box.left), Math.round(box.top)];
    })"""
    for width in (1440, 360):
        entry = open_page(site / PAGE, width=width).locator(".glossary-entry:has(dt + dt)").first
        first, second, meaning = entry.evaluate(where)
        assert first[0] == second[0] and first[1] < second[1]
        if width == 1440:
            assert meaning[0] > first[0] + 120 and abs(meaning[1] - first[1]) < 8
        else:
            assert meaning[0] < first[0] + 30 and meaning[1] > second[1]
        assert entry.locator(".headerlink").count() == 1
