"""What a style sheet may lose: only selectors that name a class which nothing has."""

import pytest

from booktools.sphinx.purge import classes_of, purge, without_comments, written_by_hand

USED = {"btn", "bd-main", "open"}
KEPT = [
    ".btn{color:red}",
    "html body{margin:0}",
    ".bd-main .btn>a:hover{top:0}",
    "a:not(.gone){color:red}",
    ":is(.gone,.btn) p{color:red}",
    ".btn:not(.gone):hover{color:red}",
    "[class*=gone]{color:red}",
    ":root{--x:1px}",
    '@font-face{font-family:"x";src:url(x.woff2)}',
    "@keyframes gone{from{top:0}to{top:1px}}",
    "@media print{.btn{display:none}}",
    "@media (min-width:1px){@media print{.btn{display:none}}}",
]
LOST = [
    ".gone{color:red}",
    ".btn .gone{color:red}",
    ".btn.gone:not(.btn){color:red}",
    ".gone\\:hover{color:red}",
    "@media print{.gone{display:none}}",
    "@supports (top:0){@media print{.gone{top:0}}}",
]


@pytest.mark.parametrize("rule", KEPT)
def test_kept(rule):
    assert purge(rule, USED).replace("\n", "") == rule


@pytest.mark.parametrize("rule", LOST)
def test_lost(rule):
    assert purge(rule, USED) == ""


def test_only_the_dead_part_of_a_list_goes():
    assert purge(".gone,.btn , .gone .btn{top:0}", USED) == ".btn{top:0}\n"


def test_a_class_that_only_a_script_sets_counts():
    pages = ['<p class="a  b"></p><script>x.classList.add("c-d")</script>', "<p class=''></p>"]
    assert {"a", "b", "c-d", "e_f"} <= classes_of(pages, ["box.className = `e_f`;"])


def test_the_numbers_of_a_network_name_no_class(tmp_path):
    for name in ("live/finder.js", "live/finder.data.js", "book.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('"btn gone"', encoding="utf-8")
    assert sorted(path.name for path in written_by_hand(tmp_path)) == ["book.js", "finder.js"]


def test_the_built_book_keeps_what_it_uses_and_loses_most(site_css):
    assert ".bd-sidebar-primary" in site_css and ".admonition" in site_css
    assert ".form-floating" not in site_css and len(site_css) < 150_000  # of 310 000


@pytest.fixture
def site_css(tmp_path, sphinx_build):
    config = {
        "extensions": ["myst_nb", "booktools.sphinx.purge"],
        "html_theme": "sphinx_book_theme",
        "html_context": {"default_mode": "auto"},
        "html_favicon": "icon.svg",
        "language": "en",
    }
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    assert sphinx_build(tmp_path, {"index.md": "# A\n\n:::{note}\nB\n:::\n"}, **config) == ""
    return (tmp_path / "html/_static/styles/pydata-sphinx-theme.css").read_text("utf-8")


def test_our_sheets_lose_their_comments_alone():
    assert without_comments("/* why\n   so */\n.a { top: 0; /* here */ }\n.b { top: 1px; }\n") == (
        ".a { top: 0; }\n.b { top: 1px; }\n"
    )
