"""What an answer says and hides: the glossary's card, mistyped words, marks, the count, excerpts, a phone."""

import json
import re

import pytest

BOX = ".book-search"


@pytest.fixture(params=["http", "file"])
def search_page(request, open_page, site, serve):
    return open_page(serve(site).url("search.html") if request.param == "http" else site / "search.html")


def ask(page, question: str) -> str:
    """Type the question, wait for its answer, return the status."""
    page.locator(f"{BOX} input").fill(question)
    page.locator(f"{BOX}:not([aria-busy]) .search-status", has_text=f"“{question}”").wait_for()
    return page.locator(".search-status").inner_text()


# The addresses of the pages that the glossary names for a term.
DEFINED = """async term => {
  const map = await HOCSAU_PLAIN.script("search-map.js", "HOCSAU_MAP", document.baseURI);
  const of = map.names.filter(entry => entry.names[0] === term && entry.meaning);
  return of.flatMap(entry => entry.to.map(target => map.pages[target.split("#")[0]].url));
}"""


def marks(page) -> set[str]:
    return {mark.lower() for mark in page.locator(".search-results mark").all_inner_texts()}


def test_the_glossary_s_card_stands_first(search_page):
    for question, term, where, address in (
        ("overfitting", "overfitting", r"Mục 5\.4\.4", "ch05_neural_network.html#xor"),
        ("ham mat mat", "loss function", r"Mục 3\.", "ch03_linear_regression.html#loss-function"),
        ("lan truyền ngược là gì", "backpropagation", "Chương 6", "ch06_backpropagation.html#"),
    ):
        ask(search_page, question)
        card = search_page.locator(".search-terms section").first
        assert card.locator(".search-term").inner_text() == term
        assert "glossary.html#term-" in card.locator(".search-term").get_attribute("href")
        link = card.locator(".search-where")
        assert re.match(where, link.inner_text()) and address in link.get_attribute("href")
        assert "Gặp lần đầu" not in card.inner_text() and len(card.inner_text()) > 60
        first = search_page.locator(".search-results > li").first
        assert card.bounding_box()["y"] < first.bounding_box()["y"]
        # What defines it is the first result too, or what the glossary names for more.
        more = search_page.evaluate(DEFINED, term)
        found = first.locator("a").first.get_attribute("href")
        assert address.split("#")[0] in found or any(found.endswith(url) for url in more)


MEANT = {
    "gradient decent": "gradient descent",
    "overfiting": "overfitting",
    "over fitting": "overfitting",
    "learningrate": "learning rate",
    "dao hma": "đạo hàm",
    "convulution": "convolution",
    "hàm kích hoạc": "hàm kích hoạt",
}


def test_mistyped_words_are_met_with_what_was_meant(search_page):
    for typed, meant in MEANT.items():
        assert f"Có phải bạn tìm {meant}?" in ask(search_page, typed)
    for right in ("gradient descent", "ma trận nhầm lẫn", "np.sqrt", "giá nhà california", "zzzkhôngcó"):
        assert "Có phải" not in ask(search_page, right)
    ask(search_page, "gradient decent")
    link = search_page.locator(".search-meant")
    assert link.get_attribute("href").endswith("search.html?q=gradient%20descent")
    link.click()
    search_page.locator(".search-status", has_text="“gradient descent”").wait_for()
    assert search_page.locator(f"{BOX} input").input_value() == "gradient descent"


def test_marks_that_are_typed_are_meant(search_page):
    ask(search_page, "lan truyền ngược")
    assert "lan truyền ngược" in marks(search_page) and not marks(search_page) & {"lẫn", "lần", "lận"}
    found = {}
    for question in ("lẫn", "lần", "lan"):
        found[question] = int(ask(search_page, question).split()[0])
        if question != "lan":
            assert marks(search_page) == {question}
    assert found["lan"] >= max(found.values())  # without marks: every spelling
    assert marks(search_page) >= {"lan", "lần"}
    assert found["lẫn"] < found["lần"]


def test_words_are_marked_together_where_they_stand_together(search_page):
    ask(search_page, "dao ham rieng")
    first = search_page.locator(".search-part p", has=search_page.locator("mark")).first
    assert {mark.lower() for mark in first.locator("mark").all_inner_texts()} == {"đạo hàm riêng"}


QUESTIONS = ("gradient descent", "lan truyền ngược", "lan truyen nguoc", "ma trận", "np.sqrt", "xác suất")


def test_the_count_is_the_same_both_ways_and_true(open_page, site, serve):
    ways = [open_page(serve(site).url("search.html")), open_page(site / "search.html")]
    text = (site / "search-index.js").read_text("utf-8").removeprefix("window.HOCSAU_INDEX=").rstrip(";\n")
    pages = {address: json.dumps(rest, ensure_ascii=False).lower() for address, *rest in json.loads(text)}
    for question in QUESTIONS:
        counts = []
        for page in ways:
            said = ask(page, question)
            counts.append(int(said.split()[0]))
            assert page.locator(".search-results > li").count() == counts[-1]
        assert counts[0] == counts[1]
        if question in ("ma trận", "xác suất"):
            asked = [name.split() for name in re.findall("“(.+?)”", said)]
            has = [
                any(all(re.search(rf"\b{word}", text) for word in words) for words in asked)
                for text in pages.values()
            ]
            assert counts[0] == sum(has)


def test_pages_of_service_are_no_hits(search_page):
    for question in ("chương", "tiến độ của bạn", "gradient descent", "bản đồ khái niệm"):
        ask(search_page, question)
        links = search_page.eval_on_selector_all(".search-results a", "links => links.map(a => a.href)")
        assert links
        assert not [link for link in links if re.search(r"/(progress|concept_map|index)\.html", link)]


def test_excerpts_are_text_as_one_reads_it(search_page):
    ask(search_page, "gradient descent")
    for question in ("hàm số", "loss function", "đạo hàm", "logistic regression", "xác suất"):
        ask(search_page, question)
        for text in search_page.locator(".search-part p").all_inner_texts():
            assert not re.search(r"\\\w|[_^]\{|y\^|[⌨⏎]| [,;:!?](\s|$)|import |Xem mã nguồn", text), text
    ask(search_page, "np.linalg.norm")
    lines = search_page.locator(".search-part code").all_inner_texts()
    assert lines and all("np.linalg.norm" in line and "⏎" not in line for line in lines)


def test_old_hits_do_not_stand_under_new_words(search_page):
    ask(search_page, "gradient")
    title = search_page.locator(".search-title").first
    assert title.is_visible()
    height = search_page.locator(".search-results").bounding_box()["height"]
    search_page.locator(f"{BOX} input").press("End")
    search_page.locator(f"{BOX} input").press_sequentially("x")
    # At once, before anything could answer; and nothing jumps.
    seen = search_page.evaluate(
        """() => {
          const input = document.querySelector('.book-search input');
          input.value = 'epoch';
          input.dispatchEvent(new Event('input', {bubbles: true}));
          const list = document.querySelector('.search-results'), link = list.querySelector('a');
          return [getComputedStyle(link).visibility, list.getBoundingClientRect().height > 0];
        }"""
    )
    assert height and seen == ["hidden", True]
    search_page.locator(f"{BOX}:not([aria-busy]) .search-status", has_text="“epoch”").wait_for()
    assert search_page.locator(".search-title").first.is_visible()


SHOWN = "e => getComputedStyle(e).display !== 'none'"
ROOM = """input => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = getComputedStyle(input).font;
  return input.clientWidth - pen.measureText(input.placeholder).width;
}"""


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_the_box_fits_its_window_and_its_hand(open_page, site, width):
    page = open_page(site / "book" / "glossary.html", width=width)
    page.locator(".search-button:visible, .search-button-field:visible").first.click()
    box = page.locator("#pst-search-dialog")
    assert box.locator("input").evaluate(ROOM) > 8
    assert box.locator(".search-hint").is_visible()
    key, cross = (box.locator(f".search-close {each}").evaluate(SHOWN) for each in ("kbd", "i"))
    assert (key, cross) == ((True, False) if width > 600 else (False, True))
    box.locator("input").fill("e")
    assert not box.locator(".search-hint").is_visible()
    box.locator(".search-close").click()
    assert not box.is_visible()


def test_the_defining_section_is_the_best_of_the_map(open_page, site):
    """For each name of the glossary: the section that it names, or one whose heading is that very name."""
    missed = open_page(site / "search.html").evaluate(
        """async () => {
          const { prepare, understand, pages } = HOCSAU_RANK;
          const { tokens, together } = HOCSAU_WORDS;
          const map = prepare(await HOCSAU_PLAIN.script("search-map.js", "HOCSAU_MAP", document.baseURI));
          const missed = [];
          for (const entry of map.names.filter(({ names, to }) => names.length && to.length)) {
            const found = pages(map, understand(map, entry.names[0]));
            const best = found.reduce((a, b) => (b.worth > a.worth ? b : a));
            const { id, i, heading } = best.parts[0];
            const is = (a, b) => a.length === b.length && together(a, b, 0, false) === 0;
            const calls = map.pages[best.number].names[i];
            const headed = calls.some((name) => entry.tokens.some((other) => is(other, name)));
            if (!entry.to.includes(`${best.number}#${id}`) && !headed) missed.push([entry.names[0], heading]);
          }
          return missed;
        }"""
    )
    assert missed == []
