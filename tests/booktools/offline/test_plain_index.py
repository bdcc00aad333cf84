"""The index of pages opened from disk: a plain script that holds every word once, whatever the words are."""

import json

from bs4 import BeautifulSoup

from booktools.offline import plain_index


def article(html: str):
    return BeautifulSoup(html, "html.parser")


def test_text_belongs_to_the_heading_before_it_and_headings_are_not_doubled():
    parts = plain_index.parts(
        article('<p>Mở đầu</p><h1 id="a">Một <em>hai</em></h1><p>chữ\n của <b>a</b></p><h2 id="b">Ba</h2>')
    )
    assert parts == [("", "", "Mở đầu"), ("a", "Một hai", "chữ của a"), ("b", "Ba", "")]


def test_a_heading_without_an_id_is_text():
    assert plain_index.parts(article("<h3>Lời giải</h3><p>x</p>")) == [("", "", "Lời giải x")]


def test_a_page_without_headings_is_called_by_its_address():
    assert plain_index.page("book/a.html", article("<p>x</p>"))[1] == "book/a.html"


def test_the_script_survives_markup_and_line_separators(tmp_path):
    text = "a</script><b>\u2028 c\u2029"
    path = plain_index.write(tmp_path, [("book/a.html", "A", [("x", "A", text)])])
    script = path.read_text("utf-8")
    assert "<" not in script and "\u2028" not in script and "\u2029" not in script
    (page,) = json.loads(script.removeprefix("window.HOCSAU_INDEX=").removesuffix(";\n"))
    assert page[2][0][2] == "a</script><b>  c "
    assert [path.name for path in tmp_path.iterdir()] == [plain_index.NAME]
