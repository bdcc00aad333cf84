"""Every glossary entry names the page where its term is met, and that page links back to it."""

import pytest

from booktools.checks import places

CHAPTERS = """\
- part: I
  title: Một
  chapters:
    - {n: 3, file: ch03_a, title: A, about: a}
    - {n: 12, file: ch12_b, title: B, about: b}
"""


@pytest.fixture
def lint(tmp_path):
    def run(says: str, page: str = "", later: bool = False) -> list[str]:
        (tmp_path / "book").mkdir(exist_ok=True)
        entry = f"hàm lồi\nconvex function\n  Hình cái bát. {says}\n\n  Không dùng: x."
        glossary = f"# Bảng\n\n```{{glossary}}\n{entry}\n```\n"
        files = {"glossary.md": glossary, "chapters.yml": CHAPTERS, "ch03_a.md": page}
        for name, text in (files | ({"ch12_b.md": "# B\n"} if later else {})).items():
            (tmp_path / "book" / name).write_text(text, encoding="utf-8")
        return [str(problem) for problem in places.check(tmp_path)]

    return run


PAGE = "# A\n\n(s-3-1)=\n## Một\n\nĐó là {}.\n"


@pytest.mark.parametrize(
    "term",
    [
        "{term}`hàm lồi`",
        "{term}`Hàm lồi`",
        "{term}`lồi <hàm lồi>`",
        "{term}`convex function`",
        "{term}`hàm\nlồi`",
    ],
)
@pytest.mark.parametrize("place", ["{numref}`s-3-1`", "{doc}`chương 3 <ch03_a>`"])
def test_a_page_that_links_its_term_passes(lint, term, place):
    assert lint(f"Gặp lần đầu ở {place}.", PAGE.format(term)) == []


@pytest.mark.parametrize(
    ("says", "page", "message"),
    [
        ("", PAGE, "chưa nói gặp lần đầu ở đâu"),
        ("Nói kĩ ở chương 12.", PAGE, "chưa nói gặp lần đầu ở đâu"),
        ("Gặp lần đầu ở {numref}`s-3-9`.", PAGE, "không trang hay mục nào có nhãn s-3-9"),
        ("Gặp lần đầu ở {doc}`x <ch04_c>`.", PAGE, "không trang hay mục nào có nhãn ch04_c"),
        ("Gặp lần đầu ở {numref}`s-3-1`.", PAGE.format("hàm lồi"), "không dùng {term}`hàm lồi` trong bài"),
        ("Gặp lần đầu ở {numref}`s-3-1`.", PAGE.format("{term}`hàm`"), "s-3-1 không dùng"),
        (
            "Gặp lần đầu ở {numref}`s-3-1`.",
            PAGE + "\n**Từ mới:** {term}`a`,\n{term}`hàm lồi`.",
            "không dùng {term}",
        ),
        ("Gặp lần đầu ở {numref}`s-3-1`.", f"{PAGE}\n(s-3-2)=\n## Hai\n\n{{term}}`hàm lồi`", "s-3-1 không"),
        ("Sẽ gặp ở chương 99.", PAGE, "book/chapters.yml không có chương 99"),
    ],
)
def test_an_entry_without_its_place_is_told_by_its_line(lint, says, page, message):
    (found,) = lint(says, page)
    assert found.startswith("book/glossary.md:4: 'hàm lồi': ") and message in found


def test_a_section_holds_those_inside_it(lint):
    page = "(s-3-1)=\n## Một\n\n(s-3-1-1)=\n### Con\n\nĐó là {term}`hàm lồi`.\n\n(s-3-2)=\n## Hai\n"
    assert lint("Gặp lần đầu ở {numref}`s-3-1`.", page) == []
    assert lint("Gặp lần đầu ở {numref}`s-3-1-1`.", page) == []
    assert len(lint("Gặp lần đầu ở {numref}`s-3-2`.", page)) == 1


LINKED = PAGE.format("{term}`hàm lồi`")


@pytest.mark.parametrize(
    "says", ["Sẽ gặp ở chương 12.", "Gặp lần đầu ở {numref}`s-3-1`, nói kĩ ở chương 12."]
)
def test_a_chapter_to_come_is_named_by_number_until_it_is_written(lint, says):
    assert lint(says, LINKED) == []
    (found,) = lint(says, LINKED, later=True)
    assert "chương 12 đã viết: thay '" in found


def test_a_term_of_a_written_chapter_needs_a_link(lint):
    (found,) = lint("Sẽ gặp ở chương 3.", LINKED)
    assert found.endswith("chương 3 đã viết: thay 'Sẽ gặp ở chương 3' bằng đường dẫn {numref}`nhãn`")


LINKED_12 = LINKED.replace("3", "12")
TOC = """\
format: jb-book
root: book/index
parts:
  - chapters:
      - file: book/ch03_a
        sections:
          - file: book/ch03_lab
      - file: book/ch12_b
      - file: book/errata
"""


@pytest.mark.parametrize(
    ("place", "pages", "first"),
    [
        ("s-12-1", {"ch03_a": "", "ch12_b": PAGE.replace("3", "12").format("{term}`hàm lồi`")}, None),
        ("s-12-1", {"ch03_a": LINKED, "ch12_b": LINKED_12}, "s-3-1"),
        (
            "s-12-1",
            {"ch03_lab": "# Bài\n\n{term}`hàm lồi`\n", "ch12_b": LINKED_12},
            "ch03_lab",
        ),
        (
            "s-12-1",
            {"ch03_a": f"{LINKED}\n**Từ mới:** {{term}}`a`", "ch12_b": LINKED_12},
            "s-3-1",
        ),
        ("ch03_a", {"ch03_a": LINKED, "ch12_b": ""}, None),
        ("s-3-1", {"ch03_a": LINKED, "errata": "{term}`hàm lồi`", "index": "{term}`hàm lồi`"}, None),
    ],
)
def test_no_earlier_page_or_section_links_the_term(lint, tmp_path, place, pages, first):
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    lint("")
    for name, text in pages.items():
        (tmp_path / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    page = pages.get("ch03_a", "")
    found = lint(f"Gặp lần đầu ở {{numref}}`{place}`.", page)
    assert len(found) == (first is not None)
    assert not first or f"gặp lần đầu ở {first} chứ không phải {place}" in found[0]
