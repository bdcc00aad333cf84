"""Chấm mười bài khởi động của phần ôn toán (chương 2)."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, check_value, graded

_POINTS = [(x,) for x in (0.0, 1.0, -1.0, 2.5, -0.3, 4.0)]


@graded
def check_slope(answer: Any) -> None:
    """Khởi động 1: độ dốc của đường thẳng qua hai điểm."""
    check_function(
        answer,
        "slope_between(x1, y1, x2, y2)",
        lambda x1, y1, x2, y2: (y2 - y1) / (x2 - x1),
        [(1, 2, 3, 8), (0, 5, 4, 3), (-2, -1, 2, -1), (3, 0, 1, 7), (0.5, 1, 0.75, 2)],
        hints=[
            (
                lambda x1, y1, x2, y2: (x2 - x1) / (y2 - y1),
                "tử và mẫu bị đảo: lên bao nhiêu chia cho đi bao nhiêu",
            ),
            (lambda x1, y1, x2, y2: (y1 - y2) / (x2 - x1), "tử và mẫu phải trừ theo cùng một thứ tự"),
            (lambda x1, y1, x2, y2: y2 - y1, "còn phải chia cho quãng đường ngang"),
            (lambda x1, y1, x2, y2: (y2 - y1) // (x2 - x1), "// bỏ mất phần lẻ"),
            (lambda x1, y1, x2, y2: abs((y2 - y1) / (x2 - x1)), "đi xuống thì độ dốc âm"),
        ],
    )


@graded
def check_read_slope(answer: Any) -> None:
    """Khởi động 2: đọc độ dốc từ hình, đường qua (-2, 5) và (4, 2)."""
    hints = [
        (0.5, "đường này đi lên hay đi xuống?"),
        (-2, "tử và mẫu bị đảo"),
        (2, "tử và mẫu bị đảo, và hãy xem đường đi lên hay đi xuống"),
        (-3, "đây mới là phần đi lên, đi xuống; còn phải chia cho quãng đường ngang"),
    ]
    check_value(answer, -0.5, "Độ dốc", hints=hints)


@graded
def check_power(answer: Any) -> None:
    """Khởi động 3: số mũ x để 2**x bằng 1024 * 8 / 2."""
    hints = [
        (1024 * 8 / 2, "đề hỏi số mũ, không hỏi giá trị"),
        (15, "nhân thì cộng số mũ, chia thì trừ"),
        (14, "chia cho 2 thì số mũ giảm đi 1"),
        (13, "còn phép chia cho 2 nữa"),
        (29, "10, 3 và 1: nhân thì cộng số mũ, không nhân"),
    ]
    check_value(answer, 12, "Số mũ", hints=hints)


@graded
def check_days_to_reach(answer: Any) -> None:
    """Khởi động 4: mỗi ngày gấp đôi, mấy ngày thì gấp `times` lần."""
    check_function(
        answer,
        "days_to_reach(times)",
        lambda times: np.log(times) / np.log(2),
        [(8,), (1000,), (1,), (2,), (1e6,), (3,), (0.5,)],
        hints=[
            (lambda times: np.log(times), "np.log là log cơ số e; ở đây mỗi ngày gấp 2"),
            (lambda times: np.log10(times), "np.log10 hỏi số mũ của 10; ở đây mỗi ngày gấp 2"),
            (lambda times: times / 2, "gấp đôi là nhân với 2, lặp lại; log đếm số lần nhân"),
            (lambda times: np.exp(times), "exp là chiều ngược lại"),
            (lambda times: np.ceil(np.log2(times)), "đừng làm tròn"),
            (lambda times: np.log(2) / np.log(times), "tử và mẫu bị đảo"),
        ],
    )


@graded
def check_sum_squares(answer: Any) -> None:
    """Khởi động 5: tổng các bình phương từ 1 đến n."""
    check_function(
        answer,
        "sum_squares(n)",
        lambda n: sum(i**2 for i in range(1, n + 1)),
        [(3,), (1,), (10,), (2,), (0,), (57,)],
        hints=[
            (lambda n: sum(i**2 for i in range(n)), "range(n) dừng trước n: thiếu số hạng cuối"),
            (lambda n: sum(range(1, n + 1)), "mỗi số hạng phải bình phương trước khi cộng"),
            (lambda n: sum(range(1, n + 1)) ** 2, "bình phương từng số rồi mới cộng, không phải ngược lại"),
            (lambda n: n**2, "hàm chỉ giữ số hạng cuối: dùng cộng dồn"),
            (lambda n: 1, "hàm dừng ngay ở vòng đầu: return thụt vào sâu quá"),
        ],
    )


@graded
def check_dot(answer: Any) -> None:
    """Khởi động 6: tích vô hướng của hai vector."""
    cases = [([2, 3], [4, 1]), ([1, -2, 3], [4, 5, 6]), ([1, 0], [0, 1]), ([7], [-2]), ([0.5, 0.5], [4, 2])]
    check_function(
        answer,
        "dot(u, v)",
        lambda u, v: float(np.dot(u, v)),
        [tuple(np.array(side, float) for side in case) for case in cases],
        hints=[
            (lambda u, v: u * v, "đây mới là tích từng cặp; còn phải cộng lại"),
            (lambda u, v: u.sum() * v.sum(), "nhân từng cặp trước, rồi mới cộng"),
            (lambda u, v: (u + v).sum(), "từng cặp phải nhân với nhau, không cộng"),
            (lambda u, v: u[0] * v[0], "hàm dừng ngay ở cặp đầu: return thụt vào sâu quá"),
        ],
    )


@graded
def check_angle(answer: Any) -> None:
    """Khởi động 7: góc giữa hai vector, tính bằng độ."""

    def unclipped(u: np.ndarray, v: np.ndarray) -> float:
        return float(np.degrees(np.arccos(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))))

    def cosine(u: np.ndarray, v: np.ndarray) -> float:
        return float(np.clip(u @ v / np.linalg.norm(u) / np.linalg.norm(v), -1, 1))

    pairs = [
        ([1, 1], [2, 0]),
        ([3, 0], [0, 2]),
        ([1, 2, 3], [3, 2, 1]),
        ([1, 0], [-1, 1]),
        ([2, 1], [-1, 0.5]),
        ([9, 4], [9, 4]),  # their cosine is rounded to 1.0000000000000002
        ([9, 4], [-9, -4]),
    ]
    check_function(
        answer,
        "angle(u, v)",
        lambda u, v: float(np.degrees(np.arccos(cosine(u, v)))),
        [tuple(np.array(side, float) for side in pair) for pair in pairs],
        hints=[
            (
                unclipped,
                "làm tròn khiến cosin của hai vector cùng hướng vượt quá 1 một chút; hãy dùng np.clip",
            ),
            (lambda u, v: np.arccos(cosine(u, v)), "np.arccos cho góc theo radian; đề hỏi độ"),
            (cosine, "đây mới là cosin của góc"),
            (lambda u, v: float(u @ v), "đây mới là tích vô hướng"),
            (lambda u, v: 180 - np.degrees(np.arccos(cosine(u, v))), "dấu của cosin bị đổi"),
        ],
        rtol=1e-5,
        atol=1e-5,
    )


@graded
def check_d_polynomial(answer: Any) -> None:
    """Khởi động 8: đạo hàm của 3x² - 4x + 7."""
    check_function(
        answer,
        "d_polynomial(x)",
        lambda x: 6 * x - 4,
        _POINTS,
        hints=[
            (lambda x: 3 * x**2 - 4 * x + 7, "đây là chính hàm số, chưa phải đạo hàm"),
            (lambda x: 6 * x - 4 + 7, "đạo hàm của hằng số là 0"),
            (lambda x: 6 * x, "còn số hạng bậc nhất nữa"),
            (lambda x: 6 * x + 4, "dấu của số hạng bậc nhất"),
            (lambda x: 3 * x - 4, "số mũ 2 rơi xuống nhân với hệ số"),
            (lambda x: 6 * x**2 - 4, "hạ số mũ đi 1"),
        ],
    )


@graded
def check_d_product(answer: Any) -> None:
    """Khởi động 9: đạo hàm của x² eˣ."""
    check_function(
        answer,
        "d_product(x)",
        lambda x: (2 * x + x**2) * np.exp(x),
        _POINTS,
        hints=[
            (lambda x: 2 * x * np.exp(x), "đạo hàm của tích không phải là tích của hai đạo hàm"),
            (lambda x: x**2 * np.exp(x), "đây là chính hàm số, chưa phải đạo hàm"),
            (lambda x: 2 * x + np.exp(x), "quy tắc tích: mỗi lần một thừa số đổi, thừa số kia giữ nguyên"),
            (lambda x: (2 * x - x**2) * np.exp(x), "quy tắc tích là dấu cộng"),
        ],
    )


@graded
def check_d_chain(answer: Any) -> None:
    """Khởi động 10: đạo hàm của ln(1 + x²)."""
    check_function(
        answer,
        "d_chain(x)",
        lambda x: 2 * x / (1 + x**2),
        _POINTS,
        hints=[
            (lambda x: 1 / (1 + x**2), "mới có đạo hàm bên ngoài; còn nhân đạo hàm bên trong"),
            (lambda x: np.log(1 + x**2), "đây là chính hàm số, chưa phải đạo hàm"),
            (lambda x: 1 / (2 * x), "bên ngoài tính tại 1 + x², không phải tại đạo hàm của nó"),
            (lambda x: np.log(2 * x), "đạo hàm của ln là một phần của bên trong"),
            (lambda x: 2 * x, "mới có đạo hàm bên trong; còn nhân đạo hàm bên ngoài"),
        ],
    )
