"""`Derivation`: một chuỗi biến đổi, bước nào cũng được kiểm ngay khi viết."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hocsau.derive.errors import DerivationError
from hocsau.derive.proof import Kind, Proof, Refuted
from hocsau.derive.prove.arrays import compare_arrays
from hocsau.derive.prove.exact import compare_exactly
from hocsau.derive.prove.outside import is_gradient, same_as_function
from hocsau.derive.prove.relations import compare_relations
from hocsau.derive.prove.sampling import one_meaning_each
from hocsau.derive.prove.symbolic import NotSymbolic
from hocsau.derive.show.display import MIME, Row, aligned, numbered, seal, signed
from hocsau.derive.show.plain import plain
from hocsau.derive.show.printing import latex as to_latex
from hocsau.derive.show.printing import text as to_text
from hocsau.derive.show.tinting import tinted
from hocsau.derive.tree.expression import Expr, Relation, is_scalar, lift, shape_text
from hocsau.derive.tree.operations import Derivative


@dataclass(frozen=True)
class Line:
    expr: Expr
    why: str | None
    latex: str
    sign: str  # "=", "⇔", "⇒"; "" for the first relation
    proof: Proof | None

    @property
    def kind(self) -> Kind | None:
        return self.proof and self.proof.kind


def compare(before: Expr, after: Expr, seed: int = 0) -> Proof:
    """`Proof` nếu hai biểu thức bằng nhau, `Refuted` nếu không: SymPy trước, ma trận ngẫu nhiên sau."""
    if before.shape != after.shape and not (is_scalar(before) and is_scalar(after)):
        raise Refuted(f"shape khác nhau: {shape_text(before.shape)} và {shape_text(after.shape)}")
    one_meaning_each([before, after])
    try:
        return compare_exactly(before, after, seed)
    except NotSymbolic:
        return compare_arrays(before, after, seed)


class Derivation:
    """Chuỗi biến đổi bắt đầu từ `start`; `left` là LaTeX của vế trái, chỉ để hiện.

    `start` là biểu thức (các bước nối bằng =) hoặc quan hệ như `eq(a, b)` (nối bằng ⇔, cần `unknown`).

    Lỗi:
        DerivationError: một bước sai, hoặc không kiểm được.
    """

    def __init__(
        self,
        left: str | None,
        start: object,
        *,
        unknown: Expr | None = None,
        latex: str | None = None,
        seed: int = 0,
    ) -> None:
        first = lift(start)
        self.left, self.unknown, self.seed = left, unknown, seed
        self.is_relation = isinstance(first, Relation)
        if self.is_relation and left is not None:
            raise DerivationError("Chuỗi phương trình không có vế trái riêng: dùng Derivation(None, eq(...))")
        sign = "" if self.is_relation or left is None else "="
        self.lines = [Line(first, None, latex or to_latex(first), sign, None)]
        self.outside: list[Proof] = []

    def step(
        self, expr: object, why: str | None = None, *, latex: str | None = None, implies: bool = False
    ) -> Derivation:
        """Thêm một bước; được kiểm với bước liền trước.

        `latex` chỉ đổi cách hiện của đúng `expr` (máy kiểm `expr`, không đọc `latex`): viết sai ở đây thì
        không ai báo, nên chỉ dùng khi cách hiện có sẵn khó đọc. `implies=True`: chỉ suy ra (⇒), dành cho
        phương trình.
        """
        after = lift(expr)
        before = self.lines[-1].expr
        if isinstance(after, Relation) != self.is_relation:
            raise DerivationError(
                f"{self._heading(why)}: không trộn biểu thức với phương trình trong một chuỗi"
            )
        if implies and not self.is_relation:
            raise DerivationError(f"{self._heading(why)}: implies chỉ dùng cho phương trình")
        try:
            if self.is_relation:
                one_meaning_each([before, after])
                proof = compare_relations(before, after, self.unknown, implies, self.seed)
            else:
                proof = compare(before, after, self.seed)
        except Refuted as refuted:
            raise DerivationError(
                f"{self._heading(why)} không đúng: {refuted}.\n"
                f"  dòng trước: {to_text(before)}\n  dòng sau:   {to_text(after)}"
            ) from None
        sign = ("⇒" if implies else "⇔") if self.is_relation else "="
        self.lines.append(Line(after, why, latex or to_latex(after), sign, proof))
        return self

    def matches(self, function: Callable) -> Derivation:
        """Dòng đầu có cùng giá trị với một hàm numpy viết riêng không; tham số mang tên kí hiệu (w_0 → w0).

        Dãy x[i] vào hàm là mảng một chiều, vector là mảng (n, 1), kích thước là int.
        """
        first = self._expression("matches")
        return self._outside(
            "Dòng đầu khác với hàm viết riêng", lambda: same_as_function(first, function, self.seed)
        )

    def check_gradient(self, of: Expr | Callable | None = None, wrt: Expr | None = None) -> Derivation:
        """Dòng cuối có là đạo hàm của `of` theo `wrt` không, bằng sai phân và (nếu có) torch.

        Bỏ trống cả hai khi dòng đầu là `diff(J, w)` hay `gradient(J, w)`.
        """
        first = self._expression("check_gradient")
        if of is None and isinstance(first, Derivative) and first.kind != "jacobian":
            of, wrt = first.body, first.variable
        if of is None or wrt is None:
            raise DerivationError("check_gradient cần of=hàm và wrt=biến")
        last = self.lines[-1].expr
        return self._outside("Đạo hàm sai", lambda: is_gradient(last, of, wrt, self.seed))

    @property
    def proofs(self) -> list[Proof]:
        """Mỗi bước được kiểm bằng cách nào, rồi tới các lần so với bên ngoài."""
        return [line.proof for line in self.lines if line.proof is not None] + self.outside

    def _heading(self, why: str | None) -> str:
        return f"Bước {len(self.lines)}" + (f" ({why})" if why else "")

    def _expression(self, method: str) -> Expr:
        if self.is_relation:
            raise DerivationError(f"{method} chỉ dùng cho chuỗi biểu thức, không dùng cho phương trình")
        return self.lines[0].expr

    def _outside(self, problem: str, check: Callable[[], Proof]) -> Derivation:
        try:
            self.outside.append(check())
        except Refuted as refuted:
            raise DerivationError(
                f"{problem}: {refuted}.\n  biểu thức: {to_text(self.lines[-1].expr)}"
            ) from None
        return self

    def _rows(self, formulas: Sequence[str]) -> list[Row]:
        return [
            Row(line.sign, formula, line.why, line.kind)
            for line, formula in zip(self.lines, formulas, strict=True)
        ]

    def _repr_latex_(self) -> str:
        return aligned(self.left, self._rows([line.latex for line in self.lines]), self.is_relation)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, dict]:
        """Dữ liệu cho trang sách: từng dòng riêng, phần mới được đánh dấu, và lời kết luận của máy."""
        formulas = [self.lines[0].latex]
        for before, after in pairwise(self.lines):
            drawn_by_hand = after.latex != to_latex(after.expr)  # nothing says where its parts are
            formulas.append(after.latex if drawn_by_hand else tinted(before.expr, after.expr))
        lines = [
            {"formula": signed(row, self.is_relation), "why": row.why, "kind": row.kind}
            for row in self._rows(formulas)
        ]
        proofs = self.proofs[: len(lines) - 1] or self.outside
        return {MIME: {"left": self.left, "lines": lines, "seal": seal(proof.kind for proof in proofs)}}

    def __repr__(self) -> str:
        rows = self._rows([to_text(line.expr) for line in self.lines])
        return numbered(plain(self.left) if self.left else None, rows)
