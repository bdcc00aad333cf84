"""Chấm hai mươi bài tập của chương 2 (Python cơ bản)."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, check_value, graded, need_function
from hocsau.exercises.compare import difference
from hocsau.exercises.running import run
from hocsau.exercises.shown import kind, show
from hocsau.exercises.verdict import right, wrong

_RNG = np.random.default_rng(2)
_TABLE = np.arange(20).reshape(4, 5) - 7
_UNEVEN = _RNG.normal(size=(6, 3)) * [1, 10, 100] + [5, -3, 40]


@graded
def check_seconds(answer: Any) -> None:
    """Bài 1: đổi 2 giờ 35 phút 20 giây ra giây."""
    hints = [
        (2 * 60 + 35 * 60 + 20, "một giờ có bao nhiêu giây?"),
        (2 * 3600 + 35 + 20, "phút cũng phải đổi ra giây"),
        (2 * 60 + 35, "đề hỏi giây, đây là phút"),
        (23520, "có chỗ nào thiếu dấu + hoặc bị nối chuỗi không?"),
    ]
    check_value(answer, 2 * 3600 + 35 * 60 + 20, "Số giây", hints=hints)


@graded
def check_greeting(answer: Any) -> None:
    """Bài 2: câu chào bằng f-string."""
    check_function(
        answer,
        "greeting(name, age)",
        lambda name, age: f"Chào {name}, sang năm bạn {age + 1} tuổi.",
        [("Lan", 20), ("Minh", 8), ("Thầy Ân", 99)],
        hints=[
            (lambda name, age: f"Chào {name}, sang năm bạn {age} tuổi.", "sang năm thì thêm một tuổi"),
            (lambda name, age: "Chào {name}, sang năm bạn {age + 1} tuổi.", "quên chữ f trước dấu nháy"),
        ],
    )


@graded
def check_is_leap(answer: Any) -> None:
    """Bài 3: năm nhuận."""
    check_function(
        answer,
        "is_leap(year)",
        lambda year: year % 4 == 0 and (year % 100 != 0 or year % 400 == 0),
        [(year,) for year in (2024, 2023, 2000, 1900, 2026, 2100, 2400, 1600, 1996, 4, 1)],
        hints=[
            (lambda year: year % 4 == 0, "còn luật riêng cho những năm chia hết cho 100"),
            (lambda year: year % 4 == 0 and year % 100 != 0, "còn luật riêng cho những năm chia hết cho 400"),
        ],
    )


@graded
def check_middle(answer: Any) -> None:
    """Bài 4: bỏ phần tử đầu và phần tử cuối."""
    check_function(
        answer,
        "middle(xs)",
        lambda xs: xs[1:-1],
        [([3, 1, 2],), ([5, 6, 7, 8, 9],), ([1, 2],), (["a", "b", "c", "b", "a"],), ([4, 4, 4, 4],)],
        hints=[
            (lambda xs: xs[1:], "phần tử cuối vẫn còn"),
            (lambda xs: xs[:-1], "phần tử đầu vẫn còn"),
            (lambda xs: xs[1:-2], "chỗ dừng của slice không được lấy, nên bạn bỏ hơi nhiều"),
        ],
    )


@graded
def check_mean(answer: Any) -> None:
    """Bài 5: trung bình cộng."""
    check_function(
        answer,
        "mean(numbers)",
        lambda numbers: sum(numbers) / len(numbers),
        [([8, 1, 3],), ([7],), ([-4, 4],), ([0.5, 0.25],), ([1, 2, 4, 33],), ([10, 0, 0, 0, 0],)],
        hints=[
            (lambda numbers: sum(numbers), "đây mới là tổng"),
            (lambda numbers: sum(numbers) // len(numbers), "// bỏ mất phần lẻ"),
            (
                lambda numbers: numbers[0] / len(numbers),
                "hàm dừng ngay ở vòng lặp đầu: return thụt vào sâu quá",
            ),
            (lambda numbers: sum(numbers) / (len(numbers) - 1), "chia cho số phần tử, không bớt đi 1"),
            (lambda numbers: sorted(numbers)[len(numbers) // 2], "đây là trung vị, số đứng giữa"),
        ],
    )


@graded
def check_is_palindrome(answer: Any) -> None:
    """Bài 6: chuỗi đọc xuôi, đọc ngược như nhau."""

    def plain(text: str) -> str:
        return text.lower().replace(" ", "")

    texts = [
        "level",
        "python",
        "Level",
        "never odd or even",
        "ab",
        "a",
        "Abca",
        "no  on",
        "abba",
        "A ba",
        "aab",
    ]
    check_function(
        answer,
        "is_palindrome(text)",
        lambda text: plain(text) == plain(text)[::-1],
        [(text,) for text in texts],
        hints=[
            (lambda text: text == text[::-1], "nhớ bỏ khoảng trắng và không phân biệt chữ hoa"),
            (lambda text: text.lower() == text.lower()[::-1], "nhớ bỏ khoảng trắng"),
            (lambda text: text.replace(" ", "") == text.replace(" ", "")[::-1], "A và a là một"),
        ],
    )


@graded
def check_corner(answer: Any) -> None:
    """Bài 7: góc trên bên phải của một mảng."""
    check_function(
        answer,
        "corner(a)",
        lambda a: a[:2, -2:],
        [
            (_TABLE,),
            (np.arange(12).reshape(3, 4),),
            (np.arange(6).reshape(3, 2),),
            (np.eye(6) + np.arange(6),),
        ],
        hints=[
            (lambda a: a[:2, :2], "đây là góc trên bên trái"),
            (lambda a: a[-2:, -2:], "đây là góc dưới bên phải"),
            (lambda a: a[-2:, :2], "đây là góc dưới bên trái"),
            (lambda a: a[:2, 2:4], "chỉ đúng khi bảng có 4 cột; hãy đếm từ bên phải"),
        ],
    )


@graded
def check_count_words(answer: Any) -> None:
    """Bài 8: đếm từ."""

    def count(text: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for word in text.lower().split():
            found[word] = found.get(word, 0) + 1
        return found

    texts = ["một hai một", "Học học nữa học mãi", "", "a", "x  y\nx", "to be or not to be"]
    check_function(
        answer,
        "count_words(text)",
        count,
        [(text,) for text in texts],
        hints=[
            (lambda text: {word: text.split().count(word) for word in text.split()}, "Học và học là một từ"),
            (lambda text: dict.fromkeys(text.lower().split(), 1), "gặp lại từ cũ thì phải cộng thêm"),
            (lambda text: {c: text.count(c) for c in text}, "bạn đang đếm chữ cái, không phải từ"),
        ],
    )


@graded
def check_is_prime(answer: Any) -> None:
    """Bài 9: số nguyên tố."""
    check_function(
        answer,
        "is_prime(n)",
        lambda n: n > 1 and all(n % k for k in range(2, int(n**0.5) + 1)),
        [(n,) for n in (7, 8, 2, 1, 9, 3, 4, 5, 6, 15, 25, 49, 91, 97, 121, 221, 997, 961)],
        hints=[
            (lambda n: all(n % k for k in range(2, n)), "1 không phải số nguyên tố"),
            (lambda n: n % 2 == 1, "số lẻ chưa chắc là số nguyên tố: 9 chẳng hạn"),
            (lambda n: n > 1 and n % 2 != 0, "2 là số nguyên tố, còn 9 thì không"),
            (
                lambda n: n > 1 and n % 2 == 1 or n == 2,
                "mới thử chia cho 2: return False quá sớm, hoặc quá muộn",
            ),
            (
                lambda n: n > 1 and all(n % k for k in range(2, int(n**0.5))),
                "dãy số chia dừng sớm quá một bước",
            ),
        ],
    )


@graded
def check_best_student(answer: Any) -> None:
    """Bài 10: tên của người cao điểm nhất."""
    check_function(
        answer,
        "best_student(scores)",
        lambda scores: max(scores, key=lambda name: scores[name]),
        [
            ({"An": 7.5, "Bình": 9.0, "Chi": 8.0},),
            ({"Zung": 3, "An": 10},),
            ({"An": 1},),
            ({"An": -5, "Bình": -2, "Chi": -9},),
            ({"Mai": 9.5, "Đào": 9.25, "Cúc": 4},),
        ],
        hints=[
            (lambda scores: max(scores.values()), "đề hỏi tên, không hỏi điểm"),
            (lambda scores: max(scores), "max(scores) so tên theo bảng chữ cái, không so điểm"),
            (lambda scores: min(scores, key=lambda name: scores[name]), "đây là người thấp điểm nhất"),
            (lambda scores: list(scores)[-1], "đây là người đứng cuối dictionary"),
        ],
    )


@graded
def check_without_negatives(answer: Any) -> None:
    """Bài 11: list mới, không có số âm."""
    check_function(
        answer,
        "without_negatives(xs)",
        lambda xs: [x for x in xs if x >= 0],
        [([3, -1, 2],), ([-1, -2, 5, -3],), ([0, -0.5, 1.5],), ([],), ([-7, -7],), ([1, 2],)],
        hints=[
            (lambda xs: [x for x in xs if x > 0], "0 không phải số âm"),
            (lambda xs: [x for x in xs if x < 0], "bạn giữ đúng những số phải bỏ"),
            (lambda xs: [abs(x) for x in xs], "bỏ số âm đi, đừng đổi dấu nó"),
        ],
        fresh=True,
    )


@graded
def check_add_item(answer: Any) -> None:
    """Bài 12: giá trị mặc định không được dùng chung giữa các lần gọi."""
    call = "add_item(item, basket=None)"
    need_function(answer, "add_item", 1, call)
    need_function(answer, "add_item", 2, call)
    basket = ["táo"]
    result = run(answer, ["cam", basket], "Với basket = ['táo'] cho sẵn").result
    why = difference(result, ["táo", "cam"])
    if why:
        raise wrong(f"Với basket = ['táo'] cho sẵn: kết quả {why}.")
    if result is not basket:
        raise wrong(
            "Với basket = ['táo'] cho sẵn: món mới phải được bỏ vào chính giỏ ấy, không phải giỏ khác."
        )
    for item in ("cam", "xoài", "ổi"):
        said = f"Gọi add_item({item!r}), không đưa giỏ"
        result = run(answer, [item], said).result
        if isinstance(result, list) and len(result) > 1:
            raise wrong(
                f"{said}: giỏ mới mà đã có {show(result)}. Giá trị mặc định chỉ được tạo một lần, "
                "lúc `def` chạy, nên mọi lần gọi dùng chung một list."
            )
        why = difference(result, [item])
        if why:
            raise wrong(f"{said}: kết quả {why}.")
    again = run(answer, ["na", []], "Với basket = [] cho sẵn").result
    if difference(again, ["na"]):
        raise wrong("Với basket = [] cho sẵn: kết quả chưa đúng.")
    empty: list[str] = []
    if run(answer, ["na", empty], "Với một giỏ rỗng cho sẵn").result is not empty:
        raise wrong(
            "Với một giỏ rỗng cho sẵn: list rỗng cũng là một giỏ. Hãy hỏi `is None`, đừng hỏi `not basket`."
        )
    right("Mỗi lần gọi là một giỏ riêng.")


@graded
def check_border(answer: Any) -> None:
    """Bài 13: viền số 1, bên trong số 0."""

    def border(n: int) -> np.ndarray:
        a = np.ones((n, n))
        a[1:-1, 1:-1] = 0
        return a

    check_function(
        answer,
        "border(n)",
        border,
        [(4,), (5,), (3,), (2,), (1,), (9,)],
        hints=[
            (lambda n: 1 - border(n), "0 và 1 bị đổi chỗ"),
            (lambda n: np.ones((n, n)), "bên trong vẫn toàn số 1"),
            (lambda n: np.zeros((n, n)), "viền vẫn toàn số 0"),
            (lambda n: np.eye(n), "đây là đường chéo"),
        ],
    )


@graded
def check_column_means(answer: Any) -> None:
    """Bài 14: trung bình từng cột."""
    check_function(
        answer,
        "column_means(X)",
        lambda X: X.mean(axis=0),
        [(np.array([[1.0, 2.0], [3.0, 4.0]]),), (_UNEVEN,), (_TABLE,), (np.ones((1, 4)),), (np.eye(3),)],
        hints=[
            (lambda X: X.mean(axis=1), "đây là trung bình từng hàng; axis nào bị cộng mất đi?"),
            (lambda X: X.sum(axis=0), "đây là tổng từng cột"),
            (lambda X: X.mean(), "đây là trung bình của cả bảng"),
        ],
    )


@graded
def check_row_shares(answer: Any) -> None:
    """Bài 15: mỗi hàng chia cho tổng của chính nó."""
    check_function(
        answer,
        "row_shares(P)",
        lambda P: P / P.sum(axis=1, keepdims=True),
        [
            (np.array([[1.0, 3.0], [2.0, 2.0]]),),
            (np.arange(1.0, 13.0).reshape(3, 4),),
            (np.arange(1.0, 13.0).reshape(4, 3),),
            (np.array([[2, 3, 5]]),),
            (np.arange(1.0, 10.0).reshape(3, 3) ** 2,),
        ],
        hints=[
            (lambda P: P / P.sum(axis=0), "bạn chia cho tổng của cột"),
            (lambda P: P / P.sum(), "bạn chia cho tổng của cả bảng"),
            (lambda P: P / P.sum(axis=1), "bảng vuông nên chia được, nhưng tổng của hàng lại ghép vào cột"),
            (lambda P: P.sum(axis=1), "đây mới là tổng của từng hàng"),
        ],
    )


@graded
def check_curves(answer: Any) -> None:
    """Bài 16: hình sin và cos, đọc từ `ax` (hoặc fig, plt)."""
    if answer is None or answer is Ellipsis:
        raise wrong(f"Cần ax của hình bạn vừa vẽ. Bạn đưa vào {kind(answer)}.")
    axes = answer.gca() if hasattr(answer, "gca") else answer
    if not all(hasattr(axes, name) for name in ("get_lines", "get_legend", "get_xlabel", "get_title")):
        raise wrong(f"Cần ax của hình bạn vừa vẽ. Bạn đưa vào {kind(answer)}.")
    lines = list(axes.get_lines())
    if len(lines) != 2:
        raise wrong(f"Hình phải có đúng hai đường; hình này có {len(lines)}. (Gọi check trước plt.show().)")
    for name, function in (("sin", np.sin), ("cos", np.cos)):
        if not any(_draws(line, function) for line in lines):
            raise wrong(
                f"Không thấy đường {name} x đầy đủ: x đi từ 0 đến 2π, ít nhất 50 điểm, y là {name} của x."
            )
    for what, text in (("tên trục ngang", axes.get_xlabel()), ("tên trục đứng", axes.get_ylabel())):
        if not str(text).strip():
            raise wrong(f"Hình còn thiếu {what}.")
    if not str(axes.get_title()).strip():
        raise wrong("Hình còn thiếu tên (title).")
    legend = axes.get_legend()
    texts = [] if legend is None else [t.get_text().strip() for t in legend.get_texts()]
    if len(set(filter(None, texts))) != 2:
        raise wrong("Bảng chú giải (legend) phải có tên của cả hai đường, hai tên khác nhau.")
    right("Hình có đủ hai đường, tên trục, tên hình và bảng chú giải.")


def _draws(line: Any, function: Any) -> bool:
    x, y = (np.asarray(data, float) for data in (line.get_xdata(), line.get_ydata()))
    if x.size < 50 or x.min() > 0.01 or x.min() < -0.01 or abs(x.max() - 2 * np.pi) > 0.15:
        return False
    return bool(np.all(np.diff(x) > 0) and np.allclose(y, function(x), atol=1e-6))


def _product(A: list[list[float]], B: list[list[float]]) -> list[list[float]]:
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*B, strict=True)] for row in A
    ]


@graded
def check_matmul(answer: Any) -> None:
    """Bài 17: nhân hai ma trận bằng vòng lặp."""
    check_function(
        answer,
        "matmul(A, B)",
        _product,
        [
            ([[1, 2], [3, 4]], [[5, 6], [7, 8]]),
            ([[1, 2, 3]], [[4], [5], [6]]),
            ([[4], [5]], [[1, 2, 3]]),
            ([[1, 0, 2], [0, 1, -1]], [[1, 2, 3, 4], [0, 1, 0, 1], [2, 2, -2, 0.5]]),
            ([[7]], [[-2]]),
        ],
        hints=[
            (lambda A, B: (np.array(A) * np.array(B)).tolist(), "đây là nhân từng ô với ô cùng chỗ"),
            (lambda A, B: _product(B, A), "thứ tự bị đảo: đây là B nhân A"),
            (lambda A, B: np.array(_product(A, B)).T.tolist(), "hàng và cột của kết quả bị đổi chỗ"),
            (lambda A, B: [[0] * len(B[0])] * len(A), "chưa có số nào được cộng vào"),
            (
                lambda A, B: [_product(A, B)[-1]] * len(A),
                "mọi hàng giống hệt nhau: `[[0] * n] * m` là m tên của cùng một hàng",
            ),
        ],
    )


def _standardize(X: np.ndarray) -> np.ndarray:
    return (X - X.mean(axis=0)) / X.std(axis=0)


@graded
def check_standardize(answer: Any) -> None:
    """Bài 18: mỗi cột về trung bình 0, độ lệch chuẩn 1; không vòng lặp."""
    check_function(
        answer,
        "standardize(X)",
        _standardize,
        [(np.array([[1.0, 10.0], [3.0, 30.0]]),), (_UNEVEN,), (_UNEVEN[:3],), (_RNG.normal(size=(400, 60)),)],
        hints=[
            (lambda X: (X - X.mean()) / X.std(), "mỗi cột có trung bình riêng, độ lệch chuẩn riêng"),
            (lambda X: X - X.mean(axis=0), "còn phải chia cho độ lệch chuẩn"),
            (lambda X: X - X.mean(axis=0) / X.std(axis=0), "phép chia được làm trước phép trừ: thiếu ngoặc"),
            (lambda X: (X - X.mean(axis=0)) / X.var(axis=0), "chia cho độ lệch chuẩn, không phải phương sai"),
            (lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1), "dùng X.std() như đề, không đổi ddof"),
            (lambda X: ((X.T - X.mean(axis=1)) / X.std(axis=1)).T, "bạn đang làm theo hàng"),
        ],
        most_steps=400,
    )


@graded
def check_one_hot(answer: Any) -> None:
    """Bài 19: mỗi nhãn thành một hàng có đúng một số 1; không vòng lặp."""
    check_function(
        answer,
        "one_hot(labels, classes)",
        lambda labels, classes: np.eye(classes)[labels],
        [
            (np.array([0, 2, 1]), 3),
            (np.array([1, 1, 3]), 4),
            (np.array([4]), 6),
            (_RNG.integers(0, 10, size=500), 10),
        ],
        hints=[
            (lambda labels, classes: np.eye(classes)[labels].T, "mỗi nhãn là một hàng, không phải một cột"),
            (lambda labels, classes: np.eye(classes)[labels - 1], "nhãn đếm từ 0"),
            (lambda labels, classes: np.ones((len(labels), classes)), "mỗi hàng chỉ có đúng một số 1"),
            (lambda labels, classes: np.eye(classes), "phải chọn hàng theo nhãn"),
        ],
        most_steps=400,
    )


@graded
def check_distances(answer: Any) -> None:
    """Bài 20: khoảng cách từ mỗi điểm của A tới mỗi điểm của B; không vòng lặp."""

    def distances(A: np.ndarray, B: np.ndarray) -> np.ndarray:
        return np.sqrt(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=-1))  # (N, M, D) -> (N, M)

    check_function(
        answer,
        "distances(A, B)",
        distances,
        [
            (np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0], [6.0, 8.0], [0.0, 1.0]])),
            (_UNEVEN[:2], _UNEVEN[2:]),
            (_RNG.normal(size=(5, 4)), _RNG.normal(size=(5, 4))),
            (_RNG.normal(size=(60, 3)), _RNG.normal(size=(50, 3))),
        ],
        hints=[
            (lambda A, B: distances(A, B) ** 2, "còn thiếu căn bậc hai"),
            (lambda A, B: distances(A, B).T, "hàng là điểm của A, cột là điểm của B"),
            (lambda A, B: abs(A[:, None] - B).sum(axis=-1), "đây là tổng trị tuyệt đối, đi theo ô bàn cờ"),
            (lambda A, B: A[:, None] - B, "đây mới là hiệu; shape còn thừa một chiều"),
        ],
        rtol=1e-5,
        most_steps=400,
    )
