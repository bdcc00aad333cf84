"""A small built book: two chapters, one with a lab, as the HTML build leaves them."""

from pathlib import Path

import pytest
from PIL import Image

MATHS = (
    '<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>'
    '<mrow><mi>x</mi><mtable columnspacing=""><mtr><mtd><mn>1</mn></mtd></mtr></mtable></mrow>'
    '<annotation encoding="application/x-tex">x \\\\ 1</annotation></semantics></math></span>'
    '<span class="katex-html" aria-hidden="true"><span class="base"><span>VẼ</span></span></span></span>'
)
CHAPTER = f"""<!DOCTYPE html><html><body><nav>Mục lục</nav>
<article class="bd-article"><section class="tex2jax_ignore" id="mot"><span id="s-1"></span>
<h1>1. Một<a class="headerlink" href="#mot">#</a></h1>
<div class="book-actions d-print-none">Mở trong Colab</div>
<section id="dau"><h2>1.1. Đầu<a class="headerlink" href="#dau">#</a></h2>
<p>Xem {MATHS}, <a href="#sol-1">lời giải</a>, <a href="ch02_lab_hai.html#hai">bài hai</a>,
<a href="progress.html">tiến độ</a>, <a href="../notebooks/a.ipynb">notebook</a>, <a href="https://x.vn/">ngoài</a>.</p>
<div class="math notranslate"><div class="math-scroll"><span class="katex-display">{MATHS}</span></div></div>
<details class="hide above-input"><summary>Xem mã nguồn</summary><pre>mã ẩn</pre></details>
<div class="hs-explore" id="explore-a"><div class="hs-explore-controls" hidden><input type="range"></div>
<div class="hs-explore-picture"><picture><source media="(max-width: 640px)" srcset="../_images/explore/b.webp"
width="4" height="8"><img src="../_images/explore/a.webp" alt="Hình" loading="lazy"></picture></div>
<p class="hs-explore-reading" aria-live="polite">x = 1</p><script type="application/json">{{}}</script></div>
<div id="dau">trùng tên</div>
<div class="exercise admonition" id="ex-1"><p class="admonition-title">Bài tập 1</p><p>Tính.</p></div>
<details class="solution dropdown admonition" id="sol-1">
<summary class="admonition-title">Lời giải Bài tập 1</summary>
<div><p>Bằng 2.</p><details><summary>Gợi ý</summary><p>Cộng.</p></details></div></details>
<div class="quiz" role="region" aria-labelledby="quiz-1"><p class="quiz-title rubric" id="quiz-1">Đố vui</p>
<div class="quiz-question" id="q1" data-kind="choice">
<p class="quiz-task" id="q1-task"><strong>Câu 1</strong> · Chọn</p>
<ul class="quiz-options">
<li data-answer="A"><label><input type="radio" hidden><span>A.</span> Một</label></li></ul>
<div class="quiz-entry" hidden><button>Kiểm tra</button></div><div class="quiz-feedback"></div>
<details class="quiz-key"><summary>Đáp án và giải thích</summary>
<ul><li><p>A đúng.</p></li></ul></details></div></div>
</section></section></article></body></html>"""
LAB = """<html><body><article class="bd-article"><section id="hai"><h1>Thực hành: hai</h1>
<p><a href="ch01_mot.html#dau">về chương một</a></p></section></article></body></html>"""
INDEX = (
    '<html><body><article class="bd-article"><section id="a"><h1>Sách</h1></section></article></body></html>'
)
TOC = """format: jb-book
root: book/index
parts:
  - caption: Phần I · Đầu
    chapters:
      - file: book/ch01_mot
        sections:
          - file: book/ch02_lab_hai
  - caption: Tra cứu
    chapters:
      - file: book/progress
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "_toc.yml").write_text(TOC, encoding="utf-8")
    html = tmp_path / "html"
    (html / "_images" / "explore").mkdir(parents=True)
    (html / "_static" / "katex").mkdir(parents=True)
    (html / "_static" / "favicon.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8"
    )
    for sheet in ("katex/katex.min.css", "pygments.css"):
        (html / "_static" / sheet).write_text("", encoding="utf-8")
    Image.new("RGB", (40, 20), "red").save(html / "_images" / "explore" / "a.webp")
    (html / "book").mkdir()
    for name, text in (("index", INDEX), ("ch01_mot", CHAPTER), ("ch02_lab_hai", LAB)):
        (html / "book" / f"{name}.html").write_text(text, encoding="utf-8")
    return tmp_path
