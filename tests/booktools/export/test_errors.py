"""What cannot be exported stops the export, with file and line, and stops it again the next time."""

import pytest

from booktools.export import ExportError
from booktools.export.run import skeletons


def failure(root):
    with pytest.raises(ExportError) as raised:
        skeletons(root)
    return str(raised.value)


def test_unknown_directives_roles_and_targets_are_told_each_time(tmp_path, write_book):
    page = "```{la}\nx\n```\n\n{vai}`x`\n\n{ref}`khong-co`\n\n[x](khong-co-2)\n"
    root = write_book(tmp_path, {"ch01_hong": page})
    for _ in range(2):  # Sphinx would not warn again about a page that it has read
        message = failure(root)
        assert "Không xuất được notebook" in message
        assert str(root) not in message
        for place, word in [(8, "'la'"), (12, '"vai"'), (14, "'khong-co'"), (16, "'khong-co-2'")]:
            start = f"book/ch01_hong.md:{place}: "
            assert any(line.startswith(start) and word in line for line in message.splitlines()), message


@pytest.mark.parametrize(
    ("page", "line", "words"),
    [
        ("- mục\n\n  <script>alert(1)</script>\n", 10, "<script>"),
        ("```{raw} html\n<input type='range'>\n```\n", 8, "<input"),
        ("```{image} _static/tron.svg\n```\n\n```{hlist}\n- a\n- b\n```\n", 11, "hlist"),
        (":::{note}\n```{code-cell} ipython3\n1\n```\n:::\n", 9, "code-cell"),
    ],
)
def test_what_no_notebook_can_show(tmp_path, write_book, page, line, words):
    message = failure(write_book(tmp_path, {"ch01_hong": page}))
    assert f"book/ch01_hong.md:{line}" in message
    assert words in message


def test_two_pages_of_one_name(tmp_path, write_book):
    root = write_book(tmp_path, {"ch01_a": "A.\n"})
    (root / "book" / "sub").mkdir()
    text = (root / "book" / "ch01_a.md").read_text(encoding="utf-8")
    (root / "book" / "sub" / "ch01_a.md").write_text(text, encoding="utf-8")
    with (root / "_toc.yml").open("a", encoding="utf-8") as toc:
        toc.write("  - file: book/sub/ch01_a\n")
    assert "hai trang cùng tên ch01_a" in failure(root)
