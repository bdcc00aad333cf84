"""Drawn formulas are cut out whole, and nothing else."""

import pytest

from booktools.markup import without_spans


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
