r"""Biến đổi công thức có máy kiểm: mỗi dòng được kiểm với dòng trước.

Một `Derivation` giữ dòng đầu rồi nhận từng bước. Bước sai thì báo `DerivationError` ngay tại chỗ (bước thứ
mấy, hai vế, một phản ví dụ bằng số) nên bản dựng của sách hỏng theo. Biểu thức viết như numpy (`@` là nhân
ma trận, `*` giữa hai ma trận là ⊙, `.T` là chuyển vị) và hiện ra đúng thứ tự bạn viết.

Kiểm có hai mức, hiện ngay cạnh từng bước. ✓: SymPy chứng minh được hai dòng bằng nhau với mọi giá trị.
≈: chỉ so hai dòng bằng số, trên nhiều bộ giá trị và kích thước ngẫu nhiên; mọi bước ma trận có kích thước
bằng chữ (n, m …) đều thuộc loại này. Bước ≈ mà sai thì khó lọt, nhưng không báo sai chưa phải là chứng minh.

Ví dụ 1, tổng có chỉ số:

    from hocsau.derive import Derivation, Sum, diff, half, index, scalars, sequences, size

    w0, w1 = scalars("w_0 w_1")
    x, y = sequences("x y")                      # x[i], y[i]; chỉ số bắt đầu từ 1
    i, N = index("i"), size("N")
    error = w0 + w1 * x[i] - y[i]
    J = half * Sum(error**2, i, 1, N)

    d = Derivation(r"\frac{\partial J}{\partial w_1}", diff(J, w1))
    d.step(half * Sum(2 * error * diff(error, w1), i, 1, N), why="quy tắc chuỗi")
    d.step(half * Sum(2 * error * x[i], i, 1, N), why="đạo hàm trong ngoặc theo w₁ là xᵢ")
    d.step(Sum(x[i] * error, i, 1, N), why="rút gọn ½ · 2")
    d.check_gradient(of=J, wrt=w1)               # so với sai phân, và với torch nếu máy có torch
    d                                            # hiện LaTeX

Ví dụ 2, gradient dạng ma trận:

    from hocsau.derive import Derivation, gradient, half, let, matrix, norm, sizes, vector

    n, m = sizes("n m")
    X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
    y_hat = let(r"\hat{y}", X @ w)               # hiện là ŷ, khi kiểm thì là Xw
    J = half * norm(y - y_hat) ** 2

    d = Derivation(r"\nabla_w J", gradient(J, w))
    d.step(X.T @ (X @ w - y), why="quy tắc chuỗi")
    d.step(X.T @ (y_hat - y), why="thay ŷ = Xw")
    d.matches(lambda X, w, y: X.T @ (X @ w - y)) # dòng đầu so với một hàm numpy viết riêng
    d.check_gradient(of=J, wrt=w)

Ví dụ 3, phương trình (dấu ⇔; `unknown` là ẩn):

    from hocsau.derive import Derivation, eq, inv, matrix, sizes, vector

    n, m = sizes("n m")
    X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
    d = Derivation(None, eq(-2 * X.T @ y + 2 * X.T @ X @ w, 0), unknown=w)
    d.step(eq(X.T @ X @ w, X.T @ y), why="chia hai vế cho 2 rồi chuyển vế")
    d.step(eq(w, inv(X.T @ X) @ X.T @ y), why="nhân hai vế với nghịch đảo")

Bảng tra:

- kí hiệu: `scalar`, `scalars` (`positive=True`, `domain=(0, 1)` …), `index`, `size`, `sizes`,
  `sequence`, `sequences`, `matrix`, `vector`, `function("e", w)` (hàm chưa biết),
  `let(tên, biểu thức)` (đặt tên);
- số: `half`, `frac(1, 3)`, `e`, `pi`; hàm: `exp log sqrt absolute sigmoid tanh relu sin cos sign maximum`
  (với ma trận thì tính từng phần tử);
- tổng, đạo hàm: `Sum Product diff gradient jacobian integral`;
- ma trận: `inv pinv norm total trace ones zeros identity diag column array rows`, `A[i, j]` (đếm từ 1);
- nhiều trường hợp: `cases((biểu_thức, điều_kiện), …, mặc_định)`; quan hệ: `eq(a, b)`, `a < b`, `a <= b` …
- `d.step(biểu_thức, why="lí do có thể chứa $công thức$", latex=None)`: `latex` chỉ đổi cách hiện của đúng
  biểu thức ấy, không đổi điều được kiểm; `implies=True` cho bước ⇒ của phương trình;
- `d.proofs`: mỗi bước được chứng minh (`proved`, hiện là ✓) hay chỉ thử bằng số (`checked numerically`, ≈).
"""

from hocsau.derive.derivation import Derivation
from hocsau.derive.errors import DerivationError, ShapeError
from hocsau.derive.proof import Proof
from hocsau.derive.tree.expression import Expr
from hocsau.derive.tree.functions import (
    absolute,
    cos,
    diag,
    exp,
    inv,
    log,
    maximum,
    norm,
    pinv,
    relu,
    sigmoid,
    sign,
    sin,
    sqrt,
    tanh,
    total,
    trace,
)
from hocsau.derive.tree.operations import (
    Product,
    Sum,
    array,
    cases,
    column,
    diff,
    e,
    eq,
    frac,
    gradient,
    half,
    identity,
    integral,
    jacobian,
    ones,
    pi,
    rows,
    zeros,
)
from hocsau.derive.tree.symbols import (
    function,
    index,
    let,
    matrix,
    scalar,
    scalars,
    sequence,
    sequences,
    size,
    sizes,
    vector,
)

__all__ = [
    "Derivation", "DerivationError", "Expr", "Product", "Proof", "ShapeError", "Sum", "absolute",
    "array", "cases", "column", "cos", "diag", "diff", "e", "eq", "exp", "frac", "function",
    "gradient", "half", "identity", "index", "integral", "inv", "jacobian", "let", "log", "matrix",
    "maximum", "norm", "ones", "pi", "pinv", "relu", "rows", "scalar", "scalars", "sequence",
    "sequences", "sigmoid", "sign", "sin", "size", "sizes", "sqrt", "tanh", "total", "trace",
    "vector", "zeros",
]  # fmt: skip
