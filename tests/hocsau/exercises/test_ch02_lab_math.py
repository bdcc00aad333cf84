"""Each warm-up: other right answers pass, usual wrong ones do not, and the message says why."""

import math

import numpy as np
import pytest

from hocsau.exercises import NotRight, ch02_lab_math


def one_at_a_time(n):
    total = 0
    for i in range(1, n + 1):
        total += i * i
    return total


def stops_at_once(u, v):
    total = 0
    for a, b in zip(u, v, strict=True):
        total += a * b
        return total


def by_length(u, v):
    return math.degrees(math.acos(sum(u * v) / math.sqrt(sum(u * u) * sum(v * v))))


def clipped(u, v):
    cosine = u @ v / (np.linalg.norm(u) * np.linalg.norm(v))
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def of_unit_vectors(u, v):  # its cosine is a little less than 1: an angle of 1e-6 degrees is right too
    cosine = (u / np.linalg.norm(u)) @ (v / np.linalg.norm(v))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine - 1e-16))))


def by_two_directions(u, v):
    turned = abs(np.subtract.outer(np.arctan2(u[1], u[0]), np.arctan2(v[1], v[0]))) if len(u) == 2 else None
    return clipped(u, v) if turned is None else float(np.degrees(min(turned, 2 * np.pi - turned)))


def numeric(f, h=1e-5):
    return lambda x: (f(x + h) - f(x - h)) / (2 * h)


RIGHT = {
    "slope": [lambda x1, y1, x2, y2: (y1 - y2) / (x1 - x2)],
    "read_slope": [-0.5, -1 / 2, np.float64(-0.5), -3 / 6],
    "power": [12, 12.0, np.log2(4096)],
    "days_to_reach": [
        np.log2,
        math.log2,
        lambda times: math.log(times, 2),
        lambda t: np.log10(t) / np.log10(2),
    ],
    "sum_squares": [
        one_at_a_time,
        lambda n: n * (n + 1) * (2 * n + 1) // 6,
        lambda n: (np.arange(n + 1) ** 2).sum(),
    ],
    "dot": [np.dot, lambda u, v: (u * v).sum(), lambda u, v: sum(a * b for a, b in zip(u, v, strict=True))],
    "angle": [by_length, clipped, of_unit_vectors, by_two_directions],
    "d_polynomial": [lambda x: 2 * (3 * x - 2), numeric(lambda x: 3 * x**2 - 4 * x + 7)],
    "d_product": [lambda x: x * (x + 2) * math.exp(x)],
    "d_chain": [lambda x: 2 * x / (x * x + 1), numeric(lambda x: np.log1p(x**2))],
}

WRONG = {
    "slope": [
        (lambda x1, y1, x2, y2: (x2 - x1) / (y2 - y1), "đảo"),
        (lambda x1, y1, x2, y2: (y1 - y2) / (x2 - x1), "cùng một thứ tự"),
        (lambda x1, y1, x2, y2: abs((y2 - y1) / (x2 - x1)), "âm"),
        (lambda x1, y1, x2, y2: (y2 - y1) // (x2 - x1), "phần lẻ"),
        (lambda p, q: 3, "4 tham số"),
    ],
    "read_slope": [(0.5, "đi xuống"), (-2, "đảo"), (-3, "ngang"), ("-0.5", "chuỗi"), (0, "sai giá trị")],
    "power": [(4096, "số mũ"), (13, "chia cho 2"), (30, "sai giá trị"), (14, "giảm"), ("2**12", "chuỗi")],
    "days_to_reach": [
        (np.log, "cơ số e"),
        (np.log10, "10"),
        (lambda t: np.ceil(np.log2(t)), "làm tròn"),
        (lambda t: t / 2, "lặp lại"),
        (lambda t: round(math.log2(t), 1), "sai giá trị"),
        (lambda t: t**0.5, "sai giá trị"),
    ],
    "sum_squares": [
        (lambda n: sum(i**2 for i in range(n)), "số hạng cuối"),
        (lambda n: sum(range(n + 1)), "bình phương"),
        (lambda n: sum(range(n + 1)) ** 2, "ngược lại"),
        (lambda n: n**2, "cộng dồn"),
        (lambda n: [i**2 for i in range(1, n + 1)], "list"),
        (lambda n: sum(i * 2 for i in range(1, n + 1)), "sai giá trị"),
    ],
    "dot": [
        (lambda u, v: u * v, "cộng lại"),
        (lambda u, v: u.sum() * v.sum(), "từng cặp"),
        (lambda u, v: (u + v).sum(), "không cộng"),
        (stops_at_once, "return"),
        (lambda u, v: sum(u[i] * v[i] for i in range(len(u) - 1)), "sai giá trị"),
        (lambda u, v: np.linalg.norm(u) * np.linalg.norm(v), "sai giá trị"),
    ],
    "angle": [
        (lambda u, v: np.degrees(np.arccos(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))), "np.clip"),
        (lambda u, v: math.radians(by_length(u, v)), "radian"),
        (lambda u, v: u @ v, "tích vô hướng"),
        (lambda u, v: u @ v / np.linalg.norm(u) / np.linalg.norm(v), "cosin"),
        (lambda u, v: 180 - by_length(u, v), ""),
        (lambda u, v: np.degrees(np.arccos(u @ v)), ""),
    ],
    "d_polynomial": [
        (lambda x: 3 * x**2 - 4 * x + 7, "chính hàm số"),
        (lambda x: 6 * x + 3, "hằng số"),
        (lambda x: 6 * x, "bậc nhất"),
        (lambda x: "6x - 4", "chuỗi"),
        (lambda x: 6 * x - 4 + 1e-3, "sai giá trị"),
    ],
    "d_product": [
        (lambda x: 2 * x * np.exp(x), "tích của hai đạo hàm"),
        (lambda x: 2 * x + np.exp(x), ""),
        (lambda x: x**2 * np.exp(x), "chính hàm số"),
        (lambda x: 2 * x * np.exp(x) + x**2 * x * np.exp(x - 1), "sai giá trị"),
    ],
    "d_chain": [
        (lambda x: 1 / (1 + x**2), "bên trong"),
        (lambda x: np.log(1 + x**2), "chính hàm số"),
        (lambda x: 2 * x, "bên ngoài"),
        (lambda x: 2 * x / (1 + x), ""),
        (lambda x: 1 / (2 * x), ""),
    ],
}


def check(name):
    return getattr(ch02_lab_math, f"check_{name}")


def test_every_exercise_is_here():
    checks = {name.removeprefix("check_") for name in vars(ch02_lab_math) if name.startswith("check_")}
    checks -= {"function", "value"}
    assert checks == set(RIGHT) == set(WRONG) and len(checks) == 10


@pytest.mark.parametrize(("name", "answer"), [(n, a) for n, answers in RIGHT.items() for a in answers])
def test_right(name, answer, capsys):
    check(name)(answer)
    assert capsys.readouterr().out.startswith("Đúng rồi!")


@pytest.mark.parametrize(("name", "case"), [(n, c) for n, cases in WRONG.items() for c in cases])
def test_wrong(name, case):
    answer, words = case
    with pytest.raises(NotRight) as caught:
        check(name)(answer)
    text = " ".join(str(caught.value).split())
    assert words in text, text
