"""Answers to the exercises of chapter 2 as readers write them, by the name of the exercise: right, wrong."""

import math
from collections import Counter, defaultdict

import numpy as np


def by_loop(numbers):
    total = 0
    for n in numbers:
        total += n
    return total / len(numbers)


def returns_in_the_loop(numbers):
    total = 0
    for n in numbers:
        total += n
        return total / len(numbers)


def sorts_its_input(numbers):
    numbers.sort()
    return sum(numbers) / len(numbers)


def pops(xs):
    xs.pop(0)
    xs.pop()
    return xs


def remembers(numbers, seen=[]):  # noqa: B006
    seen.extend(numbers)
    return sum(seen) / len(seen)


def trial(n):
    if n < 2:
        return False
    k = 2
    while k * k <= n:
        if n % k == 0:
            return False
        k += 1
    return True


def too_soon(n):
    for k in range(2, n):
        if n % k == 0:
            return False
        return True
    return n == 2


def remove_while_looping(xs):
    xs = list(xs)
    for x in xs:
        if x < 0:
            xs.remove(x)
    return xs


def zero_is_the_best(scores):
    best, top = None, 0
    for name, score in scores.items():
        if score > top:
            best, top = name, score
    return best


def with_defaultdict(text):
    counts = defaultdict(int)
    for word in text.lower().split():
        counts[word] += 1
    return counts


def frame(n):
    a = np.zeros((n, n))
    a[0] = a[-1] = a[:, 0] = a[:, -1] = 1
    return a


def rows_by_one_name(A, B):
    C = [[0] * len(B[0])] * len(A)
    for i in range(len(A)):
        for j in range(len(B[0])):
            C[i][j] = sum(A[i][k] * B[k][j] for k in range(len(B)))
    return C


def in_place(X):
    X -= X.mean(axis=0)
    X /= X.std(axis=0)
    return X


def column_by_column(X):
    return np.stack([(c - c.mean()) / c.std() for c in X.T], axis=1)


def hot_by_loop(labels, classes):
    y = np.zeros((len(labels), classes))
    for i, label in enumerate(labels):
        y[i, label] = 1
    return y


def by_norm(A, B):
    return np.linalg.norm(A[:, None] - B, axis=-1)


def by_square(A, B):
    square = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
    return np.sqrt(np.maximum(square, 0))


RIGHT = {
    "seconds": [9320, 9320.0, np.int64(9320), np.array(9320)],
    "greeting": [
        lambda name, age: "Chào " + name + ", sang năm bạn " + str(age + 1) + " tuổi.",
        lambda n, a: "Chào {}, sang năm bạn {} tuổi.".format(n, a + 1),  # noqa: UP032
    ],
    "is_leap": [lambda y: y % 400 == 0 or (y % 4 == 0 and y % 100 > 0), __import__("calendar").isleap],
    "middle": [lambda xs: xs[1:-1], lambda xs: [xs[i] for i in range(1, len(xs) - 1)]],
    "mean": [by_loop, lambda numbers: sum(numbers) / len(numbers), np.mean],
    "is_palindrome": [lambda t: (p := t.lower().replace(" ", "")) == "".join(reversed(p))],
    "corner": [lambda a: a[0:2, -2:], lambda a: a[:2, a.shape[1] - 2 :].copy()],
    "count_words": [with_defaultdict, lambda text: Counter(text.lower().split())],
    "is_prime": [trial, lambda n: n > 1 and all(n % k for k in range(2, n))],
    "best_student": [lambda s: max(s, key=s.get), lambda s: sorted(s, key=s.get)[-1]],
    "without_negatives": [
        lambda xs: [x for x in xs if x >= 0],
        lambda xs: list(filter(lambda x: x >= 0, xs)),
    ],
    "border": [frame],
    "column_means": [lambda X: X.sum(axis=0) / len(X), lambda X: np.mean(X, 0)],
    "row_shares": [lambda P: P / P.sum(axis=1)[:, None], lambda P: (P.T / P.sum(axis=1)).T],
    "matmul": [lambda A, B: [[sum(a * b for a, b in zip(r, c)) for c in zip(*B)] for r in A]],  # noqa: B905
    "standardize": [lambda X: (X - np.mean(X, axis=0, keepdims=True)) / np.std(X, axis=0)],
    "one_hot": [
        lambda labels, classes: np.eye(classes)[labels],
        lambda labels, classes: (labels[:, None] == np.arange(classes)).astype(int),
    ],
    "distances": [by_norm, by_square],
}
# (answer, what the message must contain)
WRONG = {
    "seconds": [
        (9320.5, "sai giá trị"),
        ("9320", "chuỗi"),
        (7235, "giây"),
        (155, "giây"),
        (True, "True/False"),
    ],
    "greeting": [
        (lambda name, age: f"Chào {name}, sang năm bạn {age + 1} tuổi", "Chào"),
        (lambda name, age: f"chào {name}, sang năm bạn {age + 1} tuổi.", "chữ hoa"),
        (lambda name, age: f"Chào {name},  sang năm bạn {age + 1} tuổi.", "khoảng trắng"),
        (lambda name, age: f"Chào {name}, sang năm bạn {age} tuổi.", "thêm một tuổi"),
        (lambda name, age: "Chào {name}, sang năm bạn {age + 1} tuổi.", "chữ f"),
        (lambda name, age: "Chào Lan, sang năm bạn 21 tuổi.", "Minh"),
        (lambda name, age: print(f"Chào {name}"), "return"),
        (lambda name, age: "Chào " + name + age, "TypeError"),
    ],
    "is_leap": [
        (lambda y: y % 4 == 0, "100"),
        (lambda y: y % 4 == 0 and y % 100 != 0, "400"),
        (lambda y: int(y % 4 == 0), "True hoặc False"),
        (lambda y: "True" if y % 4 == 0 else "False", "True hoặc False"),
        (lambda y: True, "ngược"),
    ],
    "middle": [
        (lambda xs: xs[1:], "phần tử cuối"),
        (lambda xs: xs[:-1], "phần tử đầu"),
        (pops, "sửa mất"),
        (lambda xs: tuple(xs[1:-1]), "list"),
        (lambda xs: [x for x in xs if x not in (xs[0], xs[-1])], "phần tử"),
        (lambda xs: xs[1], "số nguyên"),
    ],
    "mean": [
        (sum, "tổng"),
        (lambda numbers: sum(numbers) // len(numbers), "phần lẻ"),
        (returns_in_the_loop, "thụt"),
        (sorts_its_input, "sửa mất"),
        (remembers, "numbers"),
        (lambda numbers: sorted(numbers)[len(numbers) // 2], "trung vị"),
        (lambda numbers: str(sum(numbers) / len(numbers)), "chuỗi"),
        (lambda a, b: (a + b) / 2, "1 tham số"),
        (lambda numbers: 3.0, "sai giá trị"),
        (lambda numbers: print(sum(numbers) / len(numbers)), "print"),
        (lambda numbers: np.array([sum(numbers) / len(numbers)]), "shape"),
        (lambda numbers: float("nan"), "nan"),
    ],
    "is_palindrome": [
        (lambda t: t == t[::-1], "khoảng trắng"),
        (lambda t: t.lower() == t.lower()[::-1], "khoảng trắng"),
        (lambda t: t[0].lower() == t[-1].lower(), "ngược"),
        (lambda t: t[::-1], "True hoặc False"),
    ],
    "corner": [
        (lambda a: a[:2, :2], "trên bên trái"),
        (lambda a: a[-2:, -2:], "dưới bên phải"),
        (lambda a: a[:2, 2:4], "bên phải"),
        (lambda a: a[:2, -2:].tolist(), "mảng numpy"),
        (lambda a: a[:2][-2:], "shape"),
        (lambda a: a[:2, -2:].T, "đổi chỗ"),
    ],
    "count_words": [
        (lambda t: Counter(t.split()), "một từ"),
        (lambda t: Counter(t.lower()), "key"),
        (lambda t: dict.fromkeys(t.lower().split(), 1), "cộng thêm"),
        (lambda t: Counter(t.lower().split(" ")), "key"),
        (lambda t: len(t.split()), "dictionary"),
        (lambda t: list(Counter(t.lower().split()).items()), "dictionary"),
    ],
    "is_prime": [
        (lambda n: n % 2 == 1, "lẻ"),
        (too_soon, "quá sớm"),
        (lambda n: all(n % k for k in range(2, n)), "1 không phải"),
        (lambda n: n > 1 and all(n % k for k in range(2, int(n**0.5))), "sớm quá"),
        (lambda n: n in (2, 3, 5, 7, 11, 13, 97), "ngược"),
        (lambda n: n > 1 and all(n % k for k in (2, 3, 5, 7)) or n in (2, 3, 5, 7), "ngược"),
        (lambda n: "số nguyên tố", "True hoặc False"),
    ],
    "best_student": [
        (lambda s: max(s.values()), "tên"),
        (max, "bảng chữ cái"),
        (zero_is_the_best, "None"),
        (lambda s: min(s, key=s.get), "thấp"),
        (lambda s: [max(s, key=s.get)], "chuỗi"),
    ],
    "without_negatives": [
        (remove_while_looping, "phần tử"),
        (lambda xs: [x for x in xs if x > 0], "0 không phải"),
        (lambda xs: sorted(x for x in xs if x >= 0), "phần tử"),
        (lambda xs: xs if min(xs, default=0) >= 0 else [x for x in xs if x >= 0], "chính tham số"),
        (lambda xs: filter(lambda x: x >= 0, xs), "list"),
        (lambda xs: (x for x in xs if x >= 0), "generator"),
        (lambda xs: [abs(x) for x in xs], "đổi dấu"),
    ],
    "border": [
        (lambda n: 1 - frame(n), "đổi chỗ"),
        (lambda n: np.ones((n, n)), "bên trong"),
        (lambda n: frame(n).tolist(), "mảng numpy"),
        (lambda n: frame(4), "shape"),
        (lambda n: np.eye(n), "đường chéo"),
        (lambda n: frame(n) == 1, "mảng số"),
    ],
    "column_means": [
        (lambda X: X.mean(axis=1), "từng hàng"),
        (lambda X: X.sum(axis=0), "tổng"),
        (lambda X: X.mean(), "cả bảng"),
        (lambda X: X.mean(axis=0, keepdims=True), "shape"),
        (lambda X: list(X.mean(axis=0)), "mảng numpy"),
        (lambda X: X.mean(axis=0).round(1), "sai"),
    ],
    "row_shares": [
        (lambda P: P / P.sum(axis=0), "cột"),
        (lambda P: P / P.sum(), "cả bảng"),
        (lambda P: P / P.sum(axis=1), "cột"),
        (lambda P: P.sum(axis=1), "mới là tổng"),
        (lambda P: (P / P.sum(axis=1, keepdims=True)).T, "đổi chỗ"),
    ],
    "matmul": [
        (rows_by_one_name, "giống hệt"),
        (lambda A, B: (np.array(A) * np.array(B)).tolist(), "từng ô"),
        (lambda A, B: (np.array(B) @ np.array(A)).tolist(), "B nhân A"),
        (lambda A, B: np.array(A) @ np.array(B), "list"),
        (lambda A, B: (np.array(A) @ np.array(B)).T.tolist(), "phần tử"),
    ],
    "standardize": [
        (lambda X: (X - X.mean()) / X.std(), "mỗi cột"),
        (lambda X: X - X.mean(axis=0) / X.std(axis=0), "ngoặc"),
        (lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1), "ddof"),
        (lambda X: (X - X.mean(axis=0)) / X.var(axis=0), "phương sai"),
        (in_place, "sửa mất"),
        (column_by_column, "vòng lặp"),
    ],
    "one_hot": [
        (lambda labels, classes: np.eye(classes)[labels].T, "hàng"),
        (lambda labels, classes: np.eye(len(labels)), "sai"),
        (lambda labels, classes: np.eye(labels.max() + 1)[labels], "shape"),
        (lambda labels, classes: labels[:, None] == np.arange(classes), "mảng số"),
        (hot_by_loop, "vòng lặp"),
        (np.vectorize(lambda labels, classes: 1), "shape"),
    ],
    "distances": [
        (lambda A, B: by_norm(A, B) ** 2, "căn"),
        (lambda A, B: by_norm(A, B).T, "hàng"),
        (lambda A, B: A[:, None] - B, "hiệu"),
        (lambda A, B: abs(A[:, None] - B).sum(axis=-1), "trị tuyệt đối"),
        (lambda A, B: np.array([[math.dist(a, b) for b in B] for a in A]), "vòng lặp"),
        (lambda A, B: np.sqrt(((A - B) ** 2).sum(axis=-1)), "ValueError"),
    ],
}
