"""Straight quotes become curved, lines break where print breaks them; code and formulas stay."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from booktools.sphinx import typography


def set_(source: str) -> nodes.document:
    tree = publish_doctree(source, settings_overrides={"report_level": 4})
    typography.set_prose(tree)
    return tree


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Nó nói "học" rồi.', "Nó nói “học” rồi."),
        ('"Học" ("sâu"), "máy"?', "“Học” (“sâu”), “máy”?"),
        ('Nói "*học*" và *"sâu"*.', "Nói “học” và “sâu”."),
        ('Gõ ``"a"`` rồi "b".', 'Gõ "a" rồi “b”.'),
        ('"``x``" là tên.', "“x” là tên."),
        ("don't, w', 90% và 28'", "don't, w', 90% và 28'"),
        ("Đúng 90 % ở Mục 3.4 và chương 5.", "Đúng 90\u00a0% ở Mục\u00a03.4 và chương\u00a05."),
        ("Câu 5, hai câu đầu", "Câu\u00a05, hai câu đầu"),
        (':math:`f"` và "f"', 'f" và “f”'),
    ],
)
def test_prose_is_set_and_code_is_not(typed, printed):
    assert set_(typed).astext() == printed


def test_each_paragraph_begins_anew():
    assert set_('Một "hai\n\n"Ba" bốn').astext() == "Một “hai\n\n“Ba” bốn"


def test_words_with_a_hyphen_are_whole_and_can_still_be_found():
    tree = set_("Mạng nơ-ron 2-3-3-1 và one-hot, mini-batch, ``a-b``.\n\n::\n\n  nơ-ron")
    whole = [node.astext() for node in tree.findall(nodes.inline)]
    assert whole == ["nơ-ron", "2-3-3-1", "one-hot"]
    assert tree.astext().startswith("Mạng nơ-ron 2-3-3-1 và one-hot, mini-batch, a-b.")


def test_twice_is_as_once():
    once = set_('Nói "nơ-ron" ở Mục 3.4, 90 %.')
    text = once.pformat()
    typography.set_prose(once)
    assert once.pformat() == text


@pytest.mark.parametrize(("builder", "name"), [("html", "index.html"), ("text", "index.txt")])
def test_a_product_of_sizes_is_not_broken_on_a_page(tmp_path, sphinx_build, builder, name):
    page = "# Ảnh\n\nCỡ 3 × 64 × 64, *5 × 5*, `2 × 2`.\n"
    settings = {"extensions": ["myst_nb", "booktools.sphinx.typography"]}
    assert sphinx_build(tmp_path, {"index.md": page}, builder, **settings) == ""
    text = (tmp_path / builder / name).read_text("utf-8")
    blank = "\u00a0" if builder == "html" else " "
    assert f"3{blank}×{blank}64{blank}×{blank}64" in text and f"5{blank}×{blank}5" in text
    assert "2 × 2" in text or "2</span> <span" in text
