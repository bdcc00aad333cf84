"""The exercises of chapter 13: other right answers pass, the usual wrong ones get their hint."""

import math

import numpy as np
import pytest

from hocsau import detection
from hocsau.exercises import NotRight
from hocsau.exercises.ch13_faster_rcnn import (
    check_area_ap,
    check_decoded,
    check_giou,
    check_roi_mean,
    check_softened,
)


def test_giou():
    check_giou(lambda a, b: float(detection.overlap([a], [b], "giou")[0]))
    with pytest.raises(NotRight, match=r"mới\s+là\s+IoU"):
        check_giou(detection.iou_naive)

    def unclipped(a, b):
        both = (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))
        union = sum((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b)) - both
        hull = (max(a[2], b[2]) - min(a[0], b[0])) * (max(a[3], b[3]) - min(a[1], b[1]))
        return both / union - (hull - union) / hull

    with pytest.raises(NotRight):
        check_giou(unclipped)


def right_decode(t, anchor):
    x1, y1, x2, y2 = anchor
    w, h = x2 - x1, y2 - y1
    x, y = x1 + w / 2 + t[0] * w, y1 + h / 2 + t[1] * h
    w, h = w * math.exp(t[2]), h * math.exp(t[3])
    return [x - w / 2, y - h / 2, x + w / 2, y + h / 2]


def test_decoding():
    check_decoded(right_decode)
    with pytest.raises(NotRight, match=r"hai\s+góc"):
        check_decoded(lambda t, a: detection.to_centres([right_decode(t, a)])[0].tolist())

    def in_pixels(t, a):
        return right_decode([t[0] / (a[2] - a[0]), t[1] / (a[3] - a[1]), t[2], t[3]], a)

    with pytest.raises(NotRight, match=r"bề\s+rộng"):
        check_decoded(in_pixels)


def test_mean_pooling():
    def right(region, h, k):
        m, n = region.shape
        out = np.zeros((h, k))
        for i in range(h):
            for j in range(k):
                last = (m if i == h - 1 else (i + 1) * (m // h), n if j == k - 1 else (j + 1) * (n // k))
                out[i, j] = np.mean(region[i * (m // h) : last[0], j * (n // k) : last[1]])
        return out

    check_roi_mean(right)
    with pytest.raises(NotRight, match=r"np\.array_split"):
        check_roi_mean(
            lambda r, h, k: np.array(
                [[p.mean() for p in np.array_split(row, k, axis=1)] for row in np.array_split(r, h)]
            )
        )
    with pytest.raises(NotRight, match=r"bỏ\s+mất"):
        check_roi_mean(lambda r, h, k: right(r[: len(r) // h * h, : r.shape[1] // k * k], h, k))


def test_soft_nms():
    def right(boxes, scores, sigma):
        scores, new, done = np.array(scores, float), np.zeros(len(scores)), np.zeros(len(scores), bool)
        for _ in scores:
            best = int(np.argmax(np.where(done, -1, scores)))
            done[best], new[best] = True, scores[best]
            iou = detection.iou_matrix(boxes, boxes[[best]])[:, 0]
            scores = scores * np.where(done, 1, np.exp(-(iou**2) / sigma))
        return new

    check_softened(right)

    def once(boxes, scores, sigma):
        best = int(np.argmax(scores))
        factor = np.exp(-(detection.iou_matrix(boxes, boxes[[best]])[:, 0] ** 2) / sigma)
        factor[best] = 1
        return scores * factor

    with pytest.raises(NotRight, match=r"một\s+vòng"):
        check_softened(once)


def test_average_precision():
    def right(hits, count):
        total, best, caught = 0.0, 0.0, int(np.sum(hits))
        for place in range(len(hits), 0, -1):
            if hits[place - 1]:
                best = max(best, caught / place)
                total += best / count
                caught -= 1
        return total

    check_area_ap(right)
    with pytest.raises(NotRight, match=r"san\s+răng\s+cưa"):
        check_area_ap(
            lambda hits, count: float(np.sum(np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits) / count)
        )
    with pytest.raises(NotRight, match="count"):
        check_area_ap(lambda hits, count: right(hits, max(int(np.sum(hits)), 1)))
