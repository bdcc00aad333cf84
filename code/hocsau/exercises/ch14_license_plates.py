"""Chấm bảy bài viết code của chương 14."""

import math
from itertools import groupby
from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded

Box = tuple[float, float, float, float]


def _pixels(line: str, width: int, height: int) -> Box:
    x, y, w, h = (float(part) for part in line.split()[1:])
    return ((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height)


def _corner_first(line: str, width: int, height: int) -> Box:
    x, y, w, h = (float(part) for part in line.split()[1:])
    return (x * width, y * height, (x + w) * width, (y + h) * height)


def _sides_swapped(line: str, width: int, height: int) -> Box:
    return _pixels(line, height, width)


@graded
def check_pixels(answer: Any) -> None:
    """Bài 14.1: một dòng nhãn YOLO thành hai góc, tính bằng pixel."""
    lines = ["0 0.384534 0.346535 0.201271 0.250825", "3 0.5 0.5 1 1", "12 0.25 0.75 0.125 0.25"]
    check_function(
        answer,
        "pixels(line, width, height)",
        _pixels,
        [(line, *size) for line, size in zip(lines, [(472, 303), (416, 416), (640, 480)], strict=True)],
        hints=[
            (_corner_first, "x, y của YOLO là *tâm* của khung, không phải góc"),
            (_sides_swapped, "x và w nhân với bề *rộng* của ảnh, y và h nhân với bề cao"),
        ],
    )


def _bordered(box: Box, size: tuple[int, int], border: tuple[int, int, int, int]) -> Box:
    (width, height), (left, top, right, bottom) = size, border
    sx, sy = width / (left + width + right), height / (top + height + bottom)
    x1, y1, x2, y2 = box
    return ((x1 + left) * sx, (y1 + top) * sy, (x2 + left) * sx, (y2 + top) * sy)


@graded
def check_bordered(answer: Any) -> None:
    """Bài 14.2: khung đi đâu khi ảnh được thêm biên rồi thu về cỡ cũ."""
    boxes = [(134.0, 67.0, 229.0, 143.0), (0.0, 0.0, 10.0, 20.0), (5.0, 6.0, 50.0, 60.0)]
    borders = [(20, 40, 60, 80), (0, 0, 0, 0), (100, 0, 0, 30)]
    sizes = [(472, 303), (100, 100), (64, 96)]

    def not_resized(box: Box, size: tuple[int, int], border: tuple[int, int, int, int]) -> Box:
        left, top = border[:2]
        return (box[0] + left, box[1] + top, box[2] + left, box[3] + top)

    def resized_only(box: Box, size: tuple[int, int], border: tuple[int, int, int, int]) -> Box:
        left, top = border[:2]
        return _bordered((box[0] - left, box[1] - top, box[2] - left, box[3] - top), size, border)

    check_function(
        answer,
        "bordered(box, size, border)",
        _bordered,
        list(zip(boxes, sizes, borders, strict=True)),
        hints=[
            (not_resized, "ảnh còn được thu về cỡ cũ: bốn số phải nhân thêm một tỉ lệ"),
            (
                resized_only,
                "khung còn bị đẩy sang phải `left` pixel và xuống dưới `top` pixel, trước khi thu",
            ),
        ],
    )


def _turned(box: Box, degrees: float) -> tuple[float, float]:
    w, h, turn = box[2] - box[0], box[3] - box[1], math.radians(degrees)
    cos, sin = abs(math.cos(turn)), abs(math.sin(turn))
    return (w * cos + h * sin, w * sin + h * cos)


@graded
def check_turned_size(answer: Any) -> None:
    """Bài 14.3: khung đứng bao quanh một khung đã xoay."""
    boxes = [(134.0, 67.0, 229.0, 143.0), (0.0, 0.0, 190.0, 140.0), (3.0, 5.0, 4.0, 9.0)]

    def not_absolute(box: Box, degrees: float) -> tuple[float, float]:
        w, h, turn = box[2] - box[0], box[3] - box[1], math.radians(degrees)
        cos, sin = math.cos(turn), math.sin(turn)
        return (w * cos + h * sin, w * sin + h * cos)

    def in_degrees(box: Box, degrees: float) -> tuple[float, float]:
        return _turned(box, math.degrees(degrees))

    check_function(
        answer,
        "turned_size(box, degrees)",
        _turned,
        [(box, angle) for box in boxes for angle in (0, 15, -15, 90, 120)],
        hints=[
            (not_absolute, "góc âm (hay quá 90 độ) thì sin, cos đổi dấu; bề rộng thì không"),
            (in_degrees, "math.sin, math.cos nhận radian, không nhận độ"),
        ],
    )


def _fold(
    weight: np.ndarray, gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray, var: np.ndarray, eps: float
) -> tuple[np.ndarray, np.ndarray]:
    scale = gamma / np.sqrt(var + eps)
    return weight * scale[:, None, None, None], beta - mean * scale


@graded
def check_fold(answer: Any) -> None:
    """Bài 14.4: gộp batch normalization vào tích chập đứng trước."""
    rng = np.random.default_rng(14)
    cases = []
    for filters, channels, eps in ((2, 3, 1e-5), (4, 1, 1e-3), (3, 2, 0.1)):
        weight = rng.normal(size=(filters, channels, 3, 3))
        gamma, beta, mean = rng.normal(size=(3, filters))
        cases.append((weight, gamma, beta, mean, rng.uniform(0.2, 3, filters), eps))

    def without_root(weight: Any, gamma: Any, beta: Any, mean: Any, var: Any, eps: float) -> Any:
        scale = gamma / (var + eps)
        return weight * scale[:, None, None, None], beta - mean * scale

    def bias_unscaled(weight: Any, gamma: Any, beta: Any, mean: Any, var: Any, eps: float) -> Any:
        return _fold(weight, gamma, beta, mean, var, eps)[0], beta - mean

    def eps_outside(weight: Any, gamma: Any, beta: Any, mean: Any, var: Any, eps: float) -> Any:
        scale = gamma / (np.sqrt(var) + eps)
        return weight * scale[:, None, None, None], beta - mean * scale

    check_function(
        answer,
        "fold(weight, gamma, beta, mean, var, eps)",
        _fold,
        cases,
        hints=[
            (without_root, "chia cho độ lệch chuẩn, tức *căn* của var + eps"),
            (eps_outside, "eps nằm trong căn"),
            (bias_unscaled, "trung bình cũng bị nhân γ/σ như mọi thứ khác"),
        ],
    )


def _iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    both = np.minimum(a[:, None], b[None]).prod(axis=2)
    return both / (a.prod(axis=1)[:, None] + b.prod(axis=1)[None] - both)


def _step(sizes: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    follow = _iou(sizes, anchors).argmax(axis=1)
    made = np.array(anchors, dtype=float)
    for j in range(len(anchors)):
        if (follow == j).any():
            made[j] = sizes[follow == j].mean(axis=0)
    return made


def _euclid_step(sizes: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    follow = ((sizes[:, None] - anchors[None]) ** 2).sum(axis=2).argmin(axis=1)
    made = np.array(anchors, dtype=float)
    for j in range(len(anchors)):
        if (follow == j).any():
            made[j] = sizes[follow == j].mean(axis=0)
    return made


@graded
def check_kmeans_step(answer: Any) -> None:
    """Bài 14.5: một bước của k-means tìm anchor."""
    rng = np.random.default_rng(5)
    cases = [(np.array([[10.0, 8], [40, 30], [100, 20], [12, 9]]), np.array([[11.0, 8], [60, 30]]))]
    for n, k in ((30, 3), (20, 2), (12, 4)):
        cases.append((rng.uniform(5, 200, (n, 2)), rng.uniform(5, 200, (k, 2))))
    cases.append((np.array([[4.0, 2], [4, 2]]), np.array([[4.0, 2], [900, 1]])))  # nobody follows one
    check_function(
        answer,
        "kmeans_step(sizes, anchors)",
        _step,
        cases,
        hints=[
            (_euclid_step, "khoảng cách phải là 1 − IoU, không phải khoảng cách Euclid"),
            (
                lambda sizes, anchors: sizes[
                    [_iou(sizes, anchors)[:, j].argmax() for j in range(len(anchors))]
                ],
                "anchor mới là *trung bình* của các khung theo nó, không phải khung giống nó nhất",
            ),
        ],
    )


def _collapse(path: str) -> str:
    return "".join(sign for sign, _ in groupby(path) if sign != "-")


@graded
def check_collapse(answer: Any) -> None:
    """Bài 14.6: từ mỗi bước một kí hiệu tới chữ đọc được."""
    paths = ["--55-99---X1-", "AA", "A-A", "-", "", "0-00--0", "59X1", "1122-2"]
    check_function(
        answer,
        "collapse(path)",
        _collapse,
        [(path,) for path in paths],
        hints=[
            (lambda path: path.replace("-", ""), "kí hiệu lặp liền nhau thì chỉ đọc một lần"),
            (
                lambda path: "".join(sign for sign, _ in groupby(path.replace("-", ""))),
                "gộp kí hiệu lặp *trước*, bỏ ô trống sau: ô trống mới tách được hai chữ giống nhau",
            ),
        ],
    )


def _ctc(p: np.ndarray, word: list[int]) -> float:
    row = [0]
    for sign in word:
        row += [int(sign), 0]
    alpha = [p[0, s] if k < 2 else 0.0 for k, s in enumerate(row)]
    for t in range(1, len(p)):
        new = []
        for k, sign in enumerate(row):
            ways = alpha[k] + (alpha[k - 1] if k >= 1 else 0.0)
            if k >= 2 and sign != 0 and sign != row[k - 2]:
                ways += alpha[k - 2]
            new.append(ways * p[t, sign])
        alpha = new
    return float(sum(alpha[-2:]))


def _ctc_variant(p: np.ndarray, word: list[int], *, skip_equal: bool, only_blank_end: bool) -> float:
    row = [0]
    for sign in word:
        row += [int(sign), 0]
    alpha = [p[0, s] if k < 2 else 0.0 for k, s in enumerate(row)]
    for t in range(1, len(p)):
        alpha = [
            p[t, sign]
            * (
                alpha[k]
                + (alpha[k - 1] if k >= 1 else 0.0)
                + (alpha[k - 2] if k >= 2 and sign != 0 and (skip_equal or sign != row[k - 2]) else 0.0)
            )
            for k, sign in enumerate(row)
        ]
    return float(alpha[-1] if only_blank_end else sum(alpha[-2:]))


@graded
def check_ctc(answer: Any) -> None:
    """Bài 14.7: xác suất CTC của một chữ; kí hiệu 0 là ô trống."""
    rng = np.random.default_rng(7)
    cases = []
    for frames, word in ((1, [1]), (4, [1, 2]), (5, [1, 1]), (2, [1, 1]), (7, [2, 1, 2]), (3, [])):
        p = rng.random((frames, 3))
        cases.append((p / p.sum(axis=1, keepdims=True), word))
    check_function(
        answer,
        "ctc(p, word)",
        _ctc,
        cases,
        hints=[
            (
                lambda p, word: _ctc_variant(p, word, skip_equal=True, only_blank_end=False),
                "không được nhảy qua ô trống giữa hai chữ *giống nhau*",
            ),
            (
                lambda p, word: _ctc_variant(p, word, skip_equal=False, only_blank_end=True),
                "đường có thể dừng ở chữ cuối, hoặc ở ô trống sau nó: cộng cả hai",
            ),
        ],
    )
