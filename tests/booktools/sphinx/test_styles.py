"""The book's style: a file a concept, joined into one sheet."""

from pathlib import Path

import tinycss2

from booktools.sphinx import live_files, styles

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / styles.FOLDER


def test_every_file_is_part_of_the_sheet_and_is_short():
    assert {path.stem for path in FOLDER.glob("*.css")} == set(styles.PARTS)
    assert all(len(path.read_text("utf-8").splitlines()) < 150 for path in FOLDER.glob("*.css"))


def test_no_file_of_static_would_lie_over_a_joined_sheet():
    for sheet in (styles.SHEET, live_files.STYLE):
        assert not (ROOT / "book" / "_static" / sheet).exists(), f"{sheet}: book/styles, book/live"


def test_pages_load_one_whole_sheet_without_comments(tmp_path, sphinx_build):
    (tmp_path / "source" / "book").mkdir(parents=True)
    (tmp_path / "source" / styles.FOLDER).symlink_to(FOLDER)
    settings = {"extensions": ["myst_nb", "booktools.sphinx.styles"], "html_css_files": [styles.SHEET]}
    assert sphinx_build(tmp_path, {"index.md": "# Trang"}, **settings) == ""
    text = (tmp_path / "html" / "_static" / styles.SHEET).read_text("utf-8")
    assert "_static/book.css?v=" in (tmp_path / "html" / "index.html").read_text("utf-8")
    rules = tinycss2.parse_stylesheet(text, skip_whitespace=True)
    assert len(rules) > 250 and not [rule for rule in rules if rule.type in ("error", "comment")]
    # what a later part says over an earlier one: the colours come first, paper and phones near the end
    assert text.index("--book-given:") < text.index(".katex {") < text.index("@media print {\n  html")
