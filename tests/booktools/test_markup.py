"""Drawn formulas are cut out whole, and nothing else."""

import pytest

from booktools.markup import article, as_words, without_spans


def test_nested_spans_go_with_their_span_and_the_rest_stays():
    text = (
        '<p>a<span class="x"><span>b</span><span class="x">c</span></span>d'
        '<span class="y">e</span><span class="x" hidden>f</span></p>'
    )
    assert without_spans(text, "x") == '<p>ad<span class="y">e</span></p>'


def test_other_tags_that_begin_alike_do_not_count():
    assert without_spans('<spanner>a</spanner><span class="x"><spanx></spanx>b</span >c', "x") == (
        "<spanner>a</spanner>c"
    )


def test_a_span_that_never_ends_is_said():
    with pytest.raises(ValueError, match="katex-html không đóng"):
        without_spans('a<span class="katex-html">b', "katex-html")


def test_the_article_stands_without_the_menus():
    text = '<nav>a</nav><article class="bd-article"><p>b</p></article><footer>c</footer>'
    assert article(text) == '<article class="bd-article"><p>b</p></article>'
    assert article("<p>b</p>") is None


def test_formulas_and_code_become_words():
    math = '<math><mi>x</mi><mo>=</mo><mn>1</mn><annotation encoding="tex">\\frac</annotation></math>'
    assert as_words(f"<p>a {math} b</p>") == "<p>a x = 1 b</p>"
    less = "<math><mi>x</mi><mo>&lt;</mo><mn>1</mn></math>"
    assert as_words(less) == "x &lt; 1"
    code = '<pre><span></span><span class="n">np</span><span class="o">.</span>sum(a&lt;b)</pre>'
    assert as_words(code) == "<pre>np.sum(a&lt;b)</pre>"
