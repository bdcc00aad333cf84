"""The pictures that the reader types into, in Chromium: words and shares are Python's; soon enough."""

import numpy as np
import pytest

from hocsau.live import diacritics, verse

TYPED = {"diacritics": diacritics, "verse": verse}
LINES = [
    *diacritics.SENTENCES,
    "DUONG La pho! toi di 🙂\nnguoi Viet",
    "I love programming languages",
    "gui an@hoc.vn luc 12h, 3.5 me oi",
    "tôi đi cho, xe_may 漢字 façade",
    "Vie\u0323\u0302t Nam di; hoc? hoc!",
    "ta " * 90,
    "",
]


@pytest.fixture(scope="module", params=TYPED)
def picture(request):
    return request.param


@pytest.fixture(scope="module")
def book(live_book, picture):
    return live_book(TYPED[picture], alt="chữ", page=picture, name=picture)


@pytest.fixture
def page(open_page, book):
    return open_page(book / "index.html")


def start(picture):
    return {name: control.default for name, control in TYPED[picture].controls().items()}


def said(page):
    return page.locator(".hs-explore-reading").text_content()


def wait_for(page, text):
    page.wait_for_function("t => document.querySelector('.hs-explore-reading').textContent === t", arg=text)


def close(ours, theirs):
    assert [shape[:2] + [shape[3]] for shape in ours] == [shape[:2] + [shape[3]] for shape in theirs]
    for (_, _, mine, _), (_, _, other, _) in zip(ours, theirs, strict=True):
        assert mine.keys() == other.keys() and all(abs(mine[k] - other[k]) < 0.011 for k in mine)


def marks_as_python(page):
    script = """async ([d, lines]) => {
      const live = hocsauLive.diacritics, model = await live.load();
      return lines.map(line => {
        const found = live.restored(line, model);
        return [found.text, found.words, live.said(found, 2), live.bars(found, 2, d)];
      });
    }"""
    answers = page.evaluate(script, [diacritics.page_data(), LINES])
    for line, (text, words, reading, bars) in zip(LINES, answers, strict=True):
        ours = diacritics.restored(line)
        assert text == ours.text and reading == diacritics.said(ours, 2)
        for theirs, (given, form, ways) in zip(words, ours.words, strict=True):
            assert (theirs["given"], theirs["form"]) == (given, form)
            np.testing.assert_allclose([w[1] for w in theirs["ways"]], [w[1] for w in ways], atol=1e-9)
        close(diacritics.bars(ours, 2), bars)


def verse_as_python(page):
    rng = np.random.default_rng(0)
    controls = verse.controls()
    asked = [{name: c.values[rng.integers(len(c.values))] for name, c in controls.items()} for _ in range(24)]
    asked += [start("verse") | {"way": way, "step": 90, "seed": 3} for way in (verse.FREE, verse.LAWFUL)]
    asked += [start("verse") | {"opening": "Chim khôn kêu tiếng rảnh rang\nngười khôn", "way": verse.LAWFUL}]
    script = """async ([d, asked]) => {
      const live = hocsauLive.verse, model = await live.load();
      return asked.map(values => {
        const found = live.written(values, d, model);
        return [found.verses, found.chances, live.said(found, d, model), live.bars(found, d, model)];
      });
    }"""
    answers = page.evaluate(script, [verse.page_data(), asked])
    for values, (verses, chances, reading, bars) in zip(asked, answers, strict=True):
        ours = verse.written(**values)
        assert verses == ours.verses
        np.testing.assert_allclose(chances, ours.chances, atol=1e-9)
        assert reading == verse.said(ours)
        close(verse.bars(ours), bars)


def test_everything_is_pythons(page, picture):
    {"diacritics": marks_as_python, "verse": verse_as_python}[picture](page)


def test_the_reader_s_own_line(page, picture):
    assert said(page) == TYPED[picture].reading(**start(picture))
    field = page.locator(".hs-typed-field")
    field.fill("toi di hoc" if picture == "diacritics" else "Chiều chiều ra đứng ngõ sau")
    if picture == "diacritics":
        wait_for(page, diacritics.reading("toi di hoc", start(picture)["word"]))
        page.get_by_label("câu", exact=True).select_option(diacritics.SENTENCES[1])
        wait_for(page, diacritics.reading(diacritics.SENTENCES[1], start(picture)["word"]))
    else:
        values = start(picture) | {"opening": "Chiều chiều ra đứng ngõ sau"}
        wait_for(page, verse.reading(**values))
        page.get_by_label("lối viết", exact=True).select_option(verse.LAWFUL)
        wait_for(page, verse.reading(**values | {"way": verse.LAWFUL}))
        field.fill("hello 🙂")
        page.wait_for_function(
            "() => /không phải/.test(document.querySelector('.hs-explore-reading').textContent)"
        )


def test_nothing_heavy_before_the_first_touch_and_little_after(open_page, book, serve, picture):
    server = serve(book)
    page = open_page(server.url("index.html"))
    assert not [path for path in server.paths if path.endswith(f"{picture}.data.js")]
    before = server.bytes
    page.locator(".hs-typed-field").focus()
    page.wait_for_function(f"() => window.hocsauLiveData && hocsauLiveData.{picture}")
    assert server.bytes - before < 500_000


def test_a_letter_is_answered_soon(page, picture):
    """Within 50 ms on a processor four times slower."""
    calls = {
        "diacritics": "m => live.restored('hom nay troi dep qua', m)",
        "verse": "m => nets.logits(nets.read('a', nets.begin(m), m), m)",
    }
    script = f"""async () => {{
      const live = hocsauLive.{picture}, model = await live.load(), nets = hocsauLive.text_nets;
      const call = {calls[picture]}, times = [];
      for (let k = 0; k < 9; k++) {{
        const start = performance.now();
        call(model);
        times.push(performance.now() - start);
      }}
      return times.sort((a, b) => a - b)[2];
    }}"""
    assert page.evaluate(script) < 12.5


@pytest.mark.parametrize("width", [360, 1280])
def test_it_fits(open_page, book, sideways, width):
    page = open_page(book / "index.html", width=width, theme="dark" if width == 360 else "light")
    assert sideways(page) == []
    box, field = (page.locator(what).first.bounding_box() for what in (".hs-explore", ".hs-typed-field"))
    assert box["x"] <= field["x"] and field["x"] + field["width"] <= box["x"] + box["width"]
    assert field["height"] >= 44


def test_without_javascript_and_under_a_strict_policy(open_page, open_strictly, book, picture):
    page = open_page(book / "index.html", java_script_enabled=False, expect_errors=True)
    assert said(page) == TYPED[picture].reading(**start(picture))
    page = open_strictly(book)
    page.locator(".hs-typed-field").focus()
    page.wait_for_function(f"() => window.hocsauLiveData && hocsauLiveData.{picture}")
