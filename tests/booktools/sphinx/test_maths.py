"""Formulas in a built page: numbered, in their own box, never raw; a wrong one is a warning with its line."""

import re

EXTENSIONS = ["myst_nb", "booktools.sphinx.maths"]


def build(sphinx_build, folder, text, **config):
    settings = {"extensions": EXTENSIONS, "html_math_renderer": "hocsau", "numfig": True, "language": "en"}
    warnings = sphinx_build(folder, {"index.md": "# Thử\n\n" + text}, **settings, **config)
    return warnings, (folder / "html" / "index.html").read_text("utf-8")


def visible(html: str) -> str:
    body = re.sub(r"<annotation.*?</annotation>", "", html.split("<body", 1)[1], flags=re.S)
    return re.sub(r"<[^>]+>", "", body)


def test_inline_display_numbers_and_references(tmp_path, sphinx_build):
    text = "Với $\\frac{a}{b}$.\n\n```{math}\n:label: eq-a\na = b\n```\n\nXem {eq}`eq-a`.\n"
    warnings, html = build(sphinx_build, tmp_path, text)
    assert warnings == ""
    assert html.count('class="katex"') == 2
    assert '<div class="math-scroll"><span class="katex-display">' in html
    assert '<span class="eqno">(1)' in html and "(1)</a>" in html
    assert "\\" not in visible(html) and "$" not in visible(html)
    assert not re.search(r"<script[^>]*(mathjax|katex)", html, re.I)


def test_several_lines_and_blank_lines_are_set_under_each_other(tmp_path, sphinx_build):
    warnings, html = build(sphinx_build, tmp_path, "$$\na &= b \\\\\n  &= c\n$$\n\n$$\na = b\n\nc = d\n$$\n")
    assert warnings == ""
    assert html.count('class="mtable"') >= 2


def test_a_wrong_formula_is_a_warning_with_file_and_line(tmp_path, sphinx_build):
    warnings, html = build(sphinx_build, tmp_path, "Đúng $a$.\n\nSai $\\khongco{a}$.\n")
    assert re.search(r"index\.md:5: WARNING: công thức sai: \\khongco\{a\} \(", warnings)
    assert "<code>\\khongco{a}</code>" in html


def test_mathematics_in_titles_reaches_the_contents(tmp_path, sphinx_build):
    text = "## Đạo hàm $f'(x)$\n\nChữ.\n"
    _, html = build(sphinx_build, tmp_path, text, html_sidebars={"**": ["localtoc.html"]})
    assert html.count('class="katex"') == 2


def test_a_comma_stays_on_the_line_of_its_formula(tmp_path, sphinx_build):
    warnings, html = build(sphinx_build, tmp_path, "Với $a$, rồi $b$ và ($c$); hết.\n")
    assert warnings == ""
    kept = re.findall(
        r'<span class="nowrap"><span class="math notranslate">.*?</span></span>([^<]+)</span>', html
    )
    assert kept == [",", ");"]
    assert re.sub(r"\s+", " ", html).count("rồi") == 1 and " hết.</p>" in html


def test_the_same_words_twice_in_a_sentence_keep_their_commas(tmp_path, sphinx_build):
    _, html = build(sphinx_build, tmp_path, "Ở `a`, một mẫu là *cột*. Ở $b$, một mẫu là *hàng*.\n")
    assert visible(html).count(", một mẫu là") == 2
    assert ",," not in visible(html)


def test_a_narrow_break_is_there_only_where_the_column_is_narrow(tmp_path, sphinx_build):
    lines = (
        "\\begin{aligned}",
        "J = \\bigl( & a \\\\ % narrow",
        "& + b \\\\ % narrow",
        "& \\qquad + c \\bigr) \\\\",
        "K &= 1",
        "\\end{aligned}",
    )
    warnings, html = build(sphinx_build, tmp_path, "\n".join(["```{math}", *lines, "```", ""]))
    assert warnings == ""
    assert html.count("math-breaks") == html.count("math-wide") == html.count("math-narrow") == 1
    wide, narrow = re.findall(r"<annotation.*?>(.*?)</annotation>", html, re.DOTALL)
    assert "narrow" not in wide + narrow and (wide.count("\\\\"), narrow.count("\\\\")) == (1, 3)
    assert "a  + b   + c" in wide and "&amp; \\qquad + c" in narrow
