"""What readers see: the author's order, LaTeX for KaTeX and MathJax, and words for those who listen."""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import hocsau.derive
from hocsau.derive import (
    Derivation,
    DerivationError,
    Sum,
    absolute,
    array,
    cases,
    diff,
    eq,
    exp,
    frac,
    function,
    gradient,
    half,
    identity,
    index,
    integral,
    inv,
    let,
    log,
    matrix,
    maximum,
    norm,
    ones,
    pinv,
    relu,
    rows,
    scalar,
    scalars,
    sequence,
    sigmoid,
    size,
    sizes,
    sqrt,
    total,
    vector,
)
from hocsau.derive.proof import Kind
from hocsau.derive.show.display import MEANINGS, MIME, seal
from hocsau.derive.show.plain import plain
from hocsau.derive.show.printing import latex, text

a, b, x, w0, w1 = scalars("a b x w_0 w_1")
s, i, N = sequence("x"), index("i"), size("N")
n, m = sizes("n m")
X, W, y, w = matrix("X", n, m), matrix("W^{(1)}", n, m), vector("y", n), vector("w", m)
y_hat = let(r"\hat{y}", X @ w)
e = function("e", x)

SHOWN = [
    (half * Sum(s[i] ** 2, i, 1, N), r"\frac{1}{2} \sum_{i=1}^{N} x_i^2", "½ Σ[i=1..N] xᵢ²"),
    (w0 + w1 * x - b, "w_0 + w_1 x - b", "w₀ + w₁ x - b"),
    (b - (a - x), "b - (a - x)", "b - (a - x)"),
    (a * -b, "a (-b)", "a (-b)"),
    (-(a + b) * x, "-(a + b) x", "-(a + b) x"),
    (-(a**2), "-a^2", "-a²"),
    ((-a) ** 2, "(-a)^2", "(-a)²"),
    (a + -2 * b, "a - 2 b", "a - 2 b"),
    (a - -2 * b, "a - (-2 b)", "a - (-2 b)"),
    (2 * half, r"2 \cdot \frac{1}{2}", "2 · ½"),
    (half * frac(1, 3) * a, r"\frac{1}{2} \cdot \frac{1}{3} a", "½ · (1/3) a"),
    (2 * (3 * x + 1) * 3, r"2 (3 x + 1) \cdot 3", "2 (3 x + 1) · 3"),
    ((a + b) / (a * b), r"\frac{a + b}{a b}", "(a + b)/(a b)"),
    (a / b / x, r"\frac{\frac{a}{b}}{x}", "(a/b)/x"),
    (frac(-1, 3) * a, r"-\frac{1}{3} a", "-(1/3) a"),
    (0.1 * a, "0.1 a", "0.1 a"),
    (Sum(s[i], i, 1, N) * a, r"\left(\sum_{i=1}^{N} x_i\right) a", "(Σ[i=1..N] xᵢ) a"),
    (x**x * (log(x) + 1), r"x^x (\ln x + 1)", "x^x (ln x + 1)"),
    (log(x) * a, r"\ln x \cdot a", "ln x · a"),
    (1 / (1 + exp(-x)), r"\frac{1}{1 + e^{-x}}", "1/(1 + e^(-x))"),
    (sigmoid(x) * (1 - sigmoid(x)), r"\sigma(x) (1 - \sigma(x))", "σ(x) (1 - σ(x))"),
    (e / sqrt(e**2) * diff(e, x), r"\frac{e}{\sqrt{e^2}} \cdot e'", "e/√(e²) · e'"),
    (absolute(x - 1), r"\left\lvert x - 1 \right\rvert", "|x - 1|"),
    (maximum(0, relu(x)), r"\max(0, \operatorname{ReLU}(x))", "max(0, ReLU(x))"),
    (diff(x**2, x), r"\frac{d}{d x}(x^2)", "d/dx(x²)"),
    (diff(a * x, x), r"\frac{\partial}{\partial x}(a x)", "∂/∂x(a x)"),
    (integral(x, x, 0, 1), r"\int_{0}^{1} x \, dx", "∫[0..1] x dx"),
    (X.T @ (y_hat - y), r"X^\top (\hat{y} - y)", "Xᵀ (ŷ - y)"),
    ((y - X @ w).T @ (y - X @ w), r"(y - X w)^\top (y - X w)", "(y - X w)ᵀ (y - X w)"),
    (half * norm(y - X @ w) ** 2, r"\frac{1}{2} \left\lVert y - X w \right\rVert^2", "½ ‖y - X w‖²"),
    (inv(X.T @ X) @ X.T @ y, r"(X^\top X)^{-1} X^\top y", "(Xᵀ X)⁻¹ Xᵀ y"),
    (pinv(X) @ y, "X^+ y", "X⁺ y"),
    (X.T @ (y * y), r"X^\top (y \odot y)", "Xᵀ (y ⊙ y)"),
    ((X @ w) * y, r"(X w) \odot y", "(X w) ⊙ y"),
    (W.T, r"(W^{(1)})^\top", "W⁽¹⁾ᵀ"),
    (gradient(norm(w), w), r"\nabla_{w} (\left\lVert w \right\rVert)", "∇_w (‖w‖)"),
    (X[1, 2] + total(y), r"X_{12} + \operatorname{sum}(y)", "X₁₂ + sum(y)"),
    (ones(n) - y, r"\mathbf{1} - y", "𝟏 - y"),
    (identity(n) @ y, "I y", "I y"),
    (array([[1, a], [b, 2]]), r"\begin{bmatrix} 1 & a \\ b & 2 \end{bmatrix}", "[1, a; b, 2]"),
    (
        rows(i, N, [1, s[i]]),
        r"\begin{bmatrix} 1 & x_1 \\ 1 & x_2 \\ \vdots & \vdots \\ 1 & x_N \end{bmatrix}",
        "[1, x₁; 1, x₂; ⋮, ⋮; 1, x_N]",
    ),
    (
        cases((-x, x < 0), (1, (0 <= x) & (x <= 2)), x),
        r"\begin{cases} -x & \text{khi } x < 0 \\ 1 & \text{khi } 0 \le x \le 2 \\ "
        r"x & \text{còn lại} \end{cases}",
        "-x khi x < 0; 1 khi 0 ≤ x ≤ 2; x còn lại",
    ),
    (eq(X.T @ X @ w, X.T @ y), r"X^\top X w = X^\top y", "Xᵀ X w = Xᵀ y"),
    ((a**2) ** 3, "(a^2)^3", "(a²)³"),
    (exp(x) ** 2, "(e^x)^2", "(e^x)²"),
    (log(x) ** 2, r"(\ln x)^2", "(ln x)²"),
    ((y + y) * y, r"(y + y) \odot y", "(y + y) ⊙ y"),
    (y * (y - X @ w), r"y \odot (y - X w)", "y ⊙ (y - X w)"),
    ((2 * y) * y, r"(2 y) \odot y", "(2 y) ⊙ y"),
    (y * y * y, r"y \odot y \odot y", "y ⊙ y ⊙ y"),
]


@pytest.mark.parametrize(("expr", "as_latex", "as_text"), SHOWN)
def test_expressions_are_shown_as_written(expr, as_latex, as_text):
    assert latex(expr) == as_latex
    assert text(expr) == str(expr) == unicodedata.normalize("NFC", as_text)


def test_a_derivation_as_latex_and_as_text():
    d = Derivation("f'(x)", diff((2 * x + 1) ** 2, x))
    d.step(2 * (2 * x + 1) * 2, why="quy tắc chuỗi với $u = 2x + 1$, 100% & # _").step(4 * (2 * x + 1))
    shown = d._repr_latex_()
    assert shown.startswith("$$\\begin{aligned}\nf'(x) &={} ")
    assert shown.endswith(f"\\text{{ {MEANINGS[Kind.PROVED]}}}}}\n\\end{{aligned}}$$")
    assert MEANINGS[Kind.NUMERIC] not in shown  # only the marks that stand there are explained
    assert r"\text{quy tắc chuỗi với } u = 2x + 1" in shown and r"100\% \& \# \_" in shown
    assert shown.count("$") == 4  # the delimiters only: a dollar inside would break them
    assert repr(d).split("\n") == [
        "f'(x)",
        "  (0) = d/dx((2 x + 1)²)",
        "  (1) = 2 (2 x + 1) · 2    [✓ quy tắc chuỗi với $u = 2x + 1$, 100% & # _]",
        "  (2) = 4 (2 x + 1)    [✓]",
        "  ✓ đã chứng minh: đúng với mọi giá trị",
    ]


def test_each_step_says_whether_it_is_proved_or_only_tried():
    proved = Derivation("f", x + x).step(2 * x, why="cộng")
    assert r"2 x && \quad {\small \checkmark\; \text{cộng}}" in proved._repr_latex_()
    tried = Derivation("f", X @ w - y).step(-y + X @ w, why="đổi chỗ").step(X @ w - y)
    shown = tried._repr_latex_()
    assert shown.count(r"{\small {\approx}\; \text{đổi chỗ}}") == shown.count(r"{\small {\approx}}") == 1
    assert r"{\small \checkmark" not in shown
    assert repr(tried).split("\n")[1:] == [
        "  (0) = X w - y",
        "  (1) = -y + X w    [≈ đổi chỗ]",
        "  (2) = X w - y    [≈]",
        "  ≈ đã kiểm bằng số: thử ở nhiều giá trị ngẫu nhiên",
    ]
    assert "≈" not in repr(proved) and "✓" not in repr(tried)


def test_the_first_line_alone_has_no_mark_and_no_seal():
    d = Derivation("f", x + x)
    assert repr(d) == "f\n  (0) = x + x" and "text" not in d._repr_latex_()
    assert d._repr_mimebundle_()[MIME]["seal"] == ""
    assert d.matches(lambda x: 2 * x)._repr_mimebundle_()[MIME]["seal"] == "≈ đã kiểm bằng số"


def test_a_reason_is_one_piece_however_long():
    why = "một lí do rất dài, dài hơn hẳn " * 3
    shown = Derivation(r"\frac{f(x + h) - f(x)}{h}", x + x).step(2 * x, why=why)._repr_latex_()
    assert rf"\text{{{why}}}" in shown and r"\frac{f(x + h) - f(x)}{h} &={} x + x" in shown


def test_the_seal_tells_proved_from_tried():
    assert seal([]) == "" and seal([Kind.PROVED] * 2) == "✓ đã chứng minh"
    assert seal([Kind.NUMERIC]) == "≈ đã kiểm bằng số"
    both = "✓ đã chứng minh 1 bước, ≈ đã kiểm bằng số 2 bước"
    assert seal([Kind.NUMERIC, Kind.PROVED, Kind.NUMERIC]) == both


def test_the_page_gets_every_line_by_itself():
    d = Derivation("f", (x + 1) ** 2).step(x**2 + 2 * x + 1, why="mở ngoặc").step(x**2 + 2 * x + 1)
    payload = d.check_gradient(of=(x + 1) ** 3 / 3, wrt=x)._repr_mimebundle_()[MIME]
    assert (
        payload["left"] == "f" and payload["seal"] == "✓ đã chứng minh"
    )  # of the steps, whatever else was tried
    assert [line["formula"] for line in payload["lines"][::2]] == ["={} (x + 1)^2", "={} x^2 + 2 x + 1"]
    assert [(line["why"], line["kind"]) for line in payload["lines"]] == [
        (None, None), ("mở ngoặc", Kind.PROVED), (None, Kind.PROVED)
    ]  # fmt: skip
    assert json.loads(json.dumps(payload)) == payload
    equation = Derivation(None, eq(2 * x, 4), unknown=x).step(eq(x, 2))
    first, second = (line["formula"] for line in equation._repr_mimebundle_()[MIME]["lines"])
    assert first == r"\phantom{\Leftrightarrow}{} 2 x = 4" and second.startswith(r"\Leftrightarrow{} ")


def test_a_formula_in_a_reason_is_never_broken_and_neither_is_a_word():
    why = "thay cả biểu thức dài này $u = 2 x + 1 + 1 + 1 + 1$ rồi rút gọn bước-một"
    shown = Derivation("f", x + x).step(2 * x, why=why)._repr_latex_()
    (line,) = [line for line in shown.split("\n") if "u = 2 x" in line]
    assert "u = 2 x + 1 + 1 + 1 + 1" in line and shown.count("$") == 4
    word = "mộttừrấtdàikhôngcókhoảngtrắngởđâucả"
    assert rf"\text{{{word}}}" in Derivation("f", x + x).step(2 * x, why=word)._repr_latex_()


def test_equations_are_joined_by_equivalence():
    d = Derivation(None, eq(2 * x, 4), unknown=x).step(eq(x, 2)).step(eq(x**2, 4), implies=True)
    assert repr(d).startswith("  (0) 2 x = 4\n  (1) ⇔ x = 2    [✓]\n  (2) ⇒ x² = 4    [✓]\n")
    assert r"\Leftrightarrow{} x = 2" in d._repr_latex_() and r"\Rightarrow{} x^2 = 4" in d._repr_latex_()


def test_latex_override_changes_only_what_is_shown():
    d = Derivation("f", (x + 1) ** 2).step(x**2 + 2 * x + 1, latex=r"x^2 + 2x \cdot 1 + 1")
    assert r"&={} x^2 + 2x \cdot 1 + 1" in d._repr_latex_() and "x² + 2 x + 1" in repr(d)
    with pytest.raises(DerivationError):
        d.step(x**2 + 2 * x, latex="x^2 + 2x + 1")


def test_latex_names_become_words():
    assert plain(r"\frac{\partial J}{\partial w_1}") == "∂J/∂w₁"
    assert plain(r"\frac{f(x+h) - f(x)}{h}") == "(f(x+h) - f(x))/h"
    assert plain(r"\begin{bmatrix} a \\[4pt] \hat y \end{bmatrix}") == unicodedata.normalize("NFC", "[a; ŷ]")
    assert plain(r"\left\lvert e \right\rvert'") == "|e|'"
    assert plain(r"w_{12}^{(2)}") == "w₁₂⁽²⁾"
    assert plain("a_{qz} + b^{kq}") == "a_(qz) + b^(kq)" and plain("a_q^q") == "a_q^q"
    assert plain("w_{}") == "w"
    assert plain(r"\big(\sin^2(3x)\big)'") == "(sin²(3x))'"
    assert plain(r"\frac{\partial}{\partial z} \frac12 z^2") == "∂/∂z 1/2 z²"


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        (r"\frac12", "1/2"),
        (r"\frac 1 2 x", "1/2 x"),
        (r"\dfrac12 + \tfrac34", "1/2 + 3/4"),
        (r"\frac1N", "1/N"),
        (r"\frac{1}2", "1/2"),
        (r"\frac1{N}", "1/N"),
        (r"\frac a b", "a/b"),
        (r"\tfrac{a + b} {2}", "(a + b)/2"),
        (r"\frac{w_1}2", "w₁/2"),
        (r"\frac{1}{\frac12}", "1/(1/2)"),
    ],
)
def test_a_fraction_needs_no_braces(latex, words):
    assert plain(latex) == words


def test_no_left_side_of_the_book_keeps_latex():
    pages = (Path(__file__).parents[4] / "book").glob("*.md")
    lefts = re.findall(r'\bDerivation\(\s*r?"([^"]+)"', "\n".join(p.read_text("utf-8") for p in pages))
    assert len(lefts) > 40
    for left in lefts:
        assert not re.search(r"[\\{}$]|frac|partial|hat|left|right|math", plain(left)), left


def test_one_name_one_meaning():
    with pytest.raises(DerivationError, match="hai lần"):
        Derivation("f", x + 1).step(scalar("x", positive=True) + 1)


EXAMPLES = re.split(r"\nVí dụ \d", hocsau.derive.__doc__)[1:]


@pytest.mark.parametrize("number", range(3))
def test_the_guide_runs(number):
    example = EXAMPLES[number].split("\nBảng tra")[0]
    code = "\n".join(line[4:] for line in example.split("\n") if line.startswith("    "))
    names = {}
    exec(code, names)
    assert len(names["d"].proofs) >= 2 and names["d"]._repr_latex_()


def test_the_guide_names_everything_and_nothing_else():
    table = hocsau.derive.__doc__.split("Bảng tra:")[1]
    named = set(re.findall(r"\b[A-Za-z]\w*\b", " ".join(re.findall(r"`([^`]*)`", table))))
    missing = (
        set(hocsau.derive.__all__) - named - {"Derivation", "DerivationError", "ShapeError", "Expr", "Proof"}
    )
    assert not missing


def test_torch_is_not_imported_by_writing_a_derivation():
    code = (
        "import sys, hocsau, hocsau.derive as h; x = h.scalar('x');"
        "h.Derivation('f', x + x).step(2 * x); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_katex_takes_every_shape_of_formula():
    katex = pytest.importorskip("booktools.katex")
    d = Derivation(r"\frac{\partial J}{\partial w_1}", x + x)
    d.step(2 * x, why="lí do với ½, w₀, ŷ, $\\hat{y}$ và 5% {x}")
    for formula in [*(latex(expr) for expr, _, _ in SHOWN), d._repr_latex_().strip("$")]:
        assert "katex" in katex.render(formula, True)


def test_an_element_of_a_numbered_input_carries_its_index_above():
    first, i = sequence("x_1"), index("i")
    d = Derivation("", 2 * first[i]).step(first[i] + first[i])
    assert "x_1^{(i)}" in d._repr_latex_() and "x₁⁽ⁱ⁾" in repr(d)
