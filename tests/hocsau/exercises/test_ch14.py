"""The exercises of chapter 14: other right answers pass, the usual wrong ones get their hint."""

import math
import re
from itertools import product

import numpy as np
import pytest

from hocsau.exercises import NotRight
from hocsau.exercises.ch14_license_plates import (
    check_bordered,
    check_collapse,
    check_ctc,
    check_fold,
    check_kmeans_step,
    check_pixels,
    check_turned_size,
)


def wrong(check, answer, words):
    with pytest.raises(NotRight) as said:
        check(answer)
    assert re.search(words, " ".join(str(said.value).split()))


def test_a_line_of_yolo():
    def by_array(line, width, height):
        _, x, y, w, h = map(float, line.split())
        middle, size = np.array([x * width, y * height]), np.array([w * width, h * height])
        return tuple(np.concatenate([middle - size / 2, middle + size / 2]))

    check_pixels(by_array)
    wrong(check_pixels, lambda line, w, h: by_array(line, h, w), "bề \\*rộng\\*")

    def corner(line, width, height):
        _, x, y, w, h = map(float, line.split())
        return x * width, y * height, (x + w) * width, (y + h) * height

    wrong(check_pixels, corner, "\\*tâm\\*")


def test_a_border():
    def right(box, size, border):
        left, top, r, b = border
        scale = np.array([size[0] / (size[0] + left + r), size[1] / (size[1] + top + b)] * 2)
        return tuple((np.array(box) + [left, top, left, top]) * scale)

    check_bordered(right)
    wrong(check_bordered, lambda box, size, b: tuple(np.add(box, [b[0], b[1], b[0], b[1]])), "cỡ cũ")
    wrong(check_bordered, lambda box, size, b: right(np.subtract(box, [b[0], b[1]] * 2), size, b), "đẩy sang")


def test_a_turned_box():
    def by_corners(box, degrees):
        x1, y1, x2, y2 = box
        points = np.array([(x1, y1), (x2, y1), (x2, y2), (x1, y2)])
        t = np.deg2rad(degrees)
        made = points @ np.array([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
        return tuple(np.ptp(made, axis=0))

    check_turned_size(by_corners)

    def naive(box, d):
        w, h, t = box[2] - box[0], box[3] - box[1], math.radians(d)
        return w * math.cos(t) + h * math.sin(t), w * math.sin(t) + h * math.cos(t)

    wrong(check_turned_size, naive, "đổi dấu")
    wrong(check_turned_size, lambda box, d: by_corners(box, np.rad2deg(d)), "radian")


def test_folding():
    def right(weight, gamma, beta, mean, var, eps):
        root = (var + eps) ** -0.5
        return np.einsum("fchw,f->fchw", weight, gamma * root), beta - gamma * root * mean

    check_fold(right)
    wrong(check_fold, lambda w, g, b, m, v, e: right(w, g, b, m, (v + e) ** 2 - e, e), "\\*căn\\*")
    wrong(check_fold, lambda w, g, b, m, v, e: (right(w, g, b, m, v, e)[0], b - m), "trung bình cũng")

    def outside(weight, gamma, beta, mean, var, eps):
        scale = gamma / (np.sqrt(var) + eps)
        return weight * scale.reshape(-1, 1, 1, 1), beta - mean * scale

    wrong(check_fold, outside, "trong căn")


def overlap(a, b):
    both = min(a[0], b[0]) * min(a[1], b[1])
    return both / (a[0] * a[1] + b[0] * b[1] - both)


def test_a_step_of_kmeans():
    def right(sizes, anchors):
        follow = np.array([max(range(len(anchors)), key=lambda j: overlap(s, anchors[j])) for s in sizes])
        means = [sizes[follow == j].mean(0) if j in follow else anchors[j] for j in range(len(anchors))]
        return np.array(means)

    check_kmeans_step(right)

    def euclid(sizes, anchors):
        follow = np.array([np.linalg.norm(s - anchors, axis=1).argmin() for s in sizes])
        means = [sizes[follow == j].mean(0) if j in follow else anchors[j] for j in range(len(anchors))]
        return np.array(means)

    wrong(check_kmeans_step, euclid, "Euclid")
    wrong(
        check_kmeans_step,
        lambda sizes, anchors: np.array([max(sizes, key=lambda s: overlap(s, a)) for a in anchors]),
        "\\*trung bình\\*",
    )


def test_reading_out():
    def right(path):
        return "".join(c for k, c in enumerate(path) if c != "-" and (k == 0 or path[k - 1] != c))

    check_collapse(right)
    wrong(check_collapse, lambda path: path.replace("-", ""), "lặp liền nhau")
    wrong(check_collapse, lambda path: right(path.replace("-", "")), "\\*trước\\*")


def test_ctc():
    def every_path(p, word):
        total = 0.0
        for path in product(range(3), repeat=len(p)):
            kept = [s for k, s in enumerate(path) if s and (k == 0 or path[k - 1] != s)]
            if kept == list(word):
                total += float(np.prod([p[t, s] for t, s in enumerate(path)]))
        return total

    check_ctc(every_path)

    def careless(p, word, skip=True, end=2):
        row = [0] + [s for sign in word for s in (sign, 0)]
        alpha = np.array([p[0, s] if k < 2 else 0 for k, s in enumerate(row)])
        for t in range(1, len(p)):
            new = alpha.copy()
            new[1:] += alpha[:-1]
            for k in range(2, len(row)):
                if row[k] and (skip or row[k] != row[k - 2]):
                    new[k] += alpha[k - 2]
            alpha = new * p[t, row]
        return alpha[-end:].sum()

    check_ctc(lambda p, word: careless(p, word, skip=False))
    wrong(check_ctc, careless, "giống nhau")
    wrong(check_ctc, lambda p, word: careless(p, word, skip=False, end=1), "cộng cả hai")
