"""Formulas as KaTeX writes them in MathML become lines that a reader knows."""

import pytest

from booktools import mathml

HAT = '<mover accent="true"><mi>y</mi><mo>^</mo></mover>'
X, J, ONE = "<mi>x</mi>", "<mi>J</mi>", "<mn>1</mn>"


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        (
            f"{J}<mo>(</mo><mi>w</mi><mo>)</mo><mo>=</mo><msup><mi>w</mi><mn>2</mn></msup>",
            "J(w) = w²",
        ),
        (f"{ONE}<mo>−</mo>{HAT}", "1 − ŷ"),
        (f"<mo>−</mo>{X}<mo>⋅</mo><mo>−</mo>{ONE}", "−x ⋅ −1"),
        ("<msub><mi>w</mi><mn>12</mn></msub>", "w₁₂"),
        (
            "<msubsup><mi>w</mi><mi>i</mi><mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow></msubsup>",
            "wᵢ⁽¹⁾",
        ),
        (f"<msup><mi>e</mi><mrow><mo>−</mo><mfrac>{X}<mi>T</mi></mfrac></mrow></msup>", "e^(−x/T)"),
        (f"<mfrac><mrow>{X}<mo>+</mo>{ONE}</mrow><mn>2</mn></mfrac>", "(x + 1)/2"),
        (f"<msqrt><mrow>{X}<mo>+</mo>{ONE}</mrow></msqrt>", "√(x + 1)"),
        (
            f"<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>N</mi></munderover>{X}",
            "∑ᵢ₌₁ᴺ x",
        ),
        ("<mn>2</mn><mi>π</mi><mi>r</mi>", "2 π r"),
        ('<mi mathvariant="normal">s</mi><mi mathvariant="normal">u</mi>', "su"),
        ("<mi>d</mi><mi>W</mi>", "dW"),
        ("<mi>ln</mi><mo>\u2061</mo><mi>x</mi>", "ln x"),
        ("<msub><mi>η</mi><mi>max</mi><mo>\u2061</mo></msub>", "ηₘₐₓ"),  # as \eta_{\max} comes out
        (
            f"<mtable><mtr><mtd>{X}</mtd><mtd>{ONE}</mtd></mtr><mtr><mtd>{J}</mtd><mtd>{ONE}</mtd></mtr></mtable>",
            "x 1; J 1",
        ),
    ],
)
def test_as_line(inside, line):
    source = '<annotation encoding="application/x-tex">\\frac{x}{1}</annotation>'
    whole = f"<semantics><mrow>{inside}</mrow>{source}</semantics>"
    assert mathml.as_line(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{whole}</math>') == line


def test_deep_formulas_take_no_longer_than_long_ones():
    deep = "<mrow>" * 200 + X + "</mrow>" * 200
    assert mathml.as_line(f"<math>{deep}</math>") == "x"
