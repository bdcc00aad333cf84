"""{api}: docstrings as the book's code writes them, signatures that every build writes alike, no warning."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import hocsau
from booktools.source.myst import directives
from booktools.sphinx.api import members, signature
from booktools.sphinx.docstrings import content

THING = object()
ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "book/api.md").read_text(encoding="utf-8")
# Packages that are not called from a notebook by their names: commands, pictures of the pages, graders.
INSIDE = {
    "cli",
    "errors",
    "exercises",
    "experiments",
    "files",
    "live",
    "photos",
    "recorded",
    "resources",
    "wrapping",
}
SETTINGS = {"extensions": ["myst_nb", "booktools.sphinx.api"], "language": "en"}


def test_sections_and_entries():
    made = content(
        """Cộng.

        Hai câu
        nối nhau, có `x`.

        Tham số:
            x: mảng (N,);
                một chiều.
            **rest – thứ khác.

        Trả về: mảng
        (N,).
        Lỗi:
            ValueError: khi sai.
        """
    )
    words = [node.astext() for node in made]
    assert words == [
        "Cộng.",
        "Hai câu nối nhau, có x.",
        "Tham số:",
        "x: mảng (N,); một chiều.\n\n**rest: thứ khác.",
        "Trả về: mảng (N,).",
        "Lỗi:",
        "ValueError: khi sai.",
    ]
    assert made[1].pformat().count("<literal>") == 1
    assert [item.pformat().count("<literal>") for item in made[3].children] == [1, 1]


def test_examples_keep_their_lines_and_lists_are_lists():
    made = content("A:\n\n    x = 1\n\n    y\nB\n- một\n- hai\n  ba\n\n>>> f(`x`)\n2\n")
    assert [type(node).__name__ for node in made] == [
        "paragraph", "literal_block", "paragraph", "bullet_list", "literal_block",
    ]  # fmt: skip
    assert made[1].astext() == "x = 1\n\ny" and made[-1].astext() == ">>> f(`x`)\n2"
    assert [item.astext() for item in made[3].children] == ["một", "hai ba"]


def test_strong_words_and_code():
    (made,) = content("chỉ **cộng dồn** vào `p.grad`, với **rest và 2 ** 3 ** x")
    shown = made.pformat()
    assert "<strong>\n        cộng dồn" in shown and "<literal>\n        p.grad" in shown
    assert "**rest và 2 ** 3 ** x" in shown


def test_a_method_that_says_only_what_its_base_says_is_left_out():
    class A:
        def f(self):
            """Một."""

        def g(self):
            """Hai."""

    class B(A):
        def f(self):
            """Một."""

        def g(self):
            """Ba."""

        def _h(self):
            """Bốn."""

    assert [name for name, _ in members(A)] == ["f", "g"] and [name for name, _ in members(B)] == ["g"]


def test_a_signature_has_no_types_and_no_addresses():
    def f(x: int, *rest: str, a=int, b=len, c=THING, d="h", e: float = 0.5, **more) -> int: ...

    assert signature(f) == "(x, *rest, a=int, b=len, c=…, d='h', e=0.5, **more)"

    class A:
        def __init__(self, x: int = 1) -> None: ...

    assert signature(A) == "(x=1)" and signature(3) == "" and signature(property(f)) == ""


def test_the_page_lists_every_package_that_a_notebook_uses():
    listed = {block.argument for block in directives(PAGE) if block.name == "api"}
    public = {
        f"hocsau.{found.name}"
        for found in pkgutil.iter_modules(hocsau.__path__)
        if found.name not in INSIDE and not found.name.startswith("_")
    }
    assert public <= listed
    for name in listed:
        assert import_module(name).__all__, name


@pytest.fixture(scope="module")
def page(tmp_path_factory, sphinx_build) -> BeautifulSoup:
    folder = tmp_path_factory.mktemp("api")
    assert sphinx_build(folder, {"index.md": PAGE}, **SETTINGS) == ""
    return BeautifulSoup((folder / "html/index.html").read_text("utf-8"), "html.parser")


def test_every_name_of_a_package_has_its_place_once(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for block in directives(PAGE):
        for name in import_module(block.argument).__all__:
            assert f"{block.argument}.{name}" in ids


def test_a_layer_is_told_in_full(page):
    term = page.find("dt", id="hocsau.nn.Linear")
    assert term.code.text.startswith("Linear(in_features, out_features, *, rng, bias=True")
    told = term.find_next_sibling("dd")
    assert "Tham số:" in told.text and "số cột của x" in told.text and "ValueError" in told.text
    assert told.find("dt", id="hocsau.nn.Linear.forward") is not None


def test_nothing_of_this_machine_or_this_build_shows(page):
    assert not re.search(r"0x[0-9a-f]{6}|<(class|function|object)|site-packages", page.text)


@pytest.mark.parametrize(
    ("name", "said"), [("hocsau.khong_co", "không import được"), ("hocsau.cli", "__all__")]
)
def test_a_package_that_cannot_be_told_is_named(tmp_path, sphinx_build, name, said):
    warned = sphinx_build(tmp_path, {"index.md": f"# A\n\n```{{api}} {name}\n```\n"}, **SETTINGS)
    assert name in warned and said in warned and "index.md:3" in warned
