"""Average precision: by hand, three ways of taking the area, and pycocotools' own numbers."""

import contextlib
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocsau.detection import average_precision, evaluate, precision_recall, to_sizes
from hocsau.detection.average_precision import COCO_SIZES, COCO_THRESHOLDS


def test_worked_by_hand():
    # five boxes, three of four things found: right, wrong, right, wrong, right
    curve = precision_recall([0.5, 0.9, 0.8, 0.7, 0.6], [True, True, False, True, False], 4)
    assert curve.scores.tolist() == [0.9, 0.8, 0.7, 0.6, 0.5]
    np.testing.assert_allclose(curve.precision, [1, 1 / 2, 2 / 3, 2 / 4, 3 / 5])
    np.testing.assert_allclose(curve.recall, [1 / 4, 1 / 4, 2 / 4, 2 / 4, 3 / 4])
    area = 0.25 * 1 + 0.25 * 2 / 3 + 0.25 * 3 / 5
    assert average_precision(curve.recall, curve.precision, "area") == pytest.approx(area)
    # 0, 0.1, 0.2 lie at precision 1; 0.3, 0.4, 0.5 at 2/3; 0.6, 0.7 at 3/5; nothing beyond
    voc = (3 * 1 + 3 * 2 / 3 + 2 * 3 / 5) / 11
    assert average_precision(curve.recall, curve.precision, "voc07") == pytest.approx(voc)
    coco = (26 * 1 + 25 * 2 / 3 + 25 * 3 / 5) / 101
    assert average_precision(curve.recall, curve.precision, "coco") == pytest.approx(coco)


def test_nothing_found_and_everything_found():
    for kind in ("coco", "voc07", "area"):
        assert average_precision([], [], kind) == 0
        assert average_precision([0.5, 1], [1, 1], kind) == 1


def test_tenths_are_met_exactly():
    """0.1 + 0.2 is not 0.3: three of ten things found must reach the place 0.3."""
    for k in range(1, 11):
        assert average_precision([k / 10], [1.0], "voc07") == pytest.approx((k + 1) / 11)


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_the_area_is_that_of_a_naive_sum(hits, unseen):
    count = max(sum(hits), 1) + unseen
    curve = precision_recall(-np.arange(len(hits), dtype=float), np.array(hits), count)
    expected = 0.0
    for k in range(1, sum(hits) + 1):  # each thing found adds 1/count, at the best precision from there on
        expected += (
            max(p for p, r in zip(curve.precision, curve.recall, strict=True) if r >= k / count) / count
        )
    assert average_precision(curve.recall, curve.precision, "area") == pytest.approx(expected)


def random_case(rng, pictures=2, classes=2, side=120):
    """Things and guesses near them, on a grid of quarters so that ties are many and arithmetic is exact."""
    found, truth = [], []
    for _ in range(pictures):
        m, extra = rng.integers(0, 5), rng.integers(0, 4)
        corner, size = rng.integers(0, side, (m, 2)), rng.integers(4, side, (m, 2))
        boxes = np.concatenate([corner, corner + size], axis=1).astype(float)
        if m > 1 and rng.random() < 0.3:
            boxes[1] = boxes[0]  # one thing on another
        labels = rng.integers(0, classes, m)
        again = rng.integers(0, 3, m)  # each thing is found never, once or twice
        near = np.repeat(boxes, again, axis=0)
        near += rng.integers(-3, 4, near.shape) * rng.integers(0, 2, (len(near), 1))
        near[:, 2:] = np.maximum(near[:, 2:], near[:, :2] + 1)
        stray = rng.integers(0, side, (extra, 2))
        away = np.concatenate([stray, stray + rng.integers(1, side, (extra, 2))], axis=1)
        kinds = np.concatenate([np.repeat(labels, again), rng.integers(0, classes, extra)])
        kinds[rng.random(len(kinds)) < 0.15] = 0
        guesses = np.concatenate([near, away.astype(float)])
        scores = rng.integers(1, 7, len(guesses)) / 8
        found.append({"boxes": guesses, "scores": scores, "labels": kinds})
        truth.append({"boxes": boxes, "labels": labels, "ignored": np.zeros(m, bool)})
    return found, truth


def official(found, truth, classes, size=None, limit=100):
    """pycocotools' AP and recall, (thresholds, classes), −1 where there is nothing to find."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    things, guesses = [], []
    for i, (ours, theirs) in enumerate(zip(found, truth, strict=True)):
        for box, label in zip(to_sizes(theirs["boxes"]).tolist(), theirs["labels"].tolist(), strict=True):
            things.append({"id": len(things) + 1, "image_id": i, "category_id": label, "bbox": box})
            things[-1] |= {"area": box[2] * box[3], "iscrowd": 0}
        rows = zip(
            to_sizes(ours["boxes"]).tolist(), ours["labels"].tolist(), ours["scores"].tolist(), strict=True
        )
        guesses += [{"image_id": i, "category_id": k, "bbox": b, "score": s} for b, k, s in rows]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {
            "images": [{"id": i} for i in range(len(truth))],
            "categories": [{"id": k} for k in range(classes)],
            "annotations": things,
        }
        coco.createIndex()
        judge = COCOeval(coco, coco.loadRes(guesses), "bbox")
        judge.params.areaRng = [[0, 1e10] if size is None else list(size)]
        judge.params.areaRngLbl = ["all"]
        judge.params.maxDets = [limit]
        judge.evaluate()
        judge.accumulate()
    precision, recall = judge.eval["precision"], judge.eval["recall"]
    return precision[:, :, :, 0, 0].mean(axis=1), recall[:, :, 0, 0]


def compare(found, truth, classes, **more):
    ap, recall = official(found, truth, classes, more.get("size"), more.get("limit", 100))
    ours = evaluate(found, truth, **more)
    for k in range(classes):
        if k in ours.labels:
            column = ours.labels.index(k)
            np.testing.assert_allclose(np.nan_to_num(ours.ap[:, column], nan=-1), ap[:, k], atol=1e-9)
            np.testing.assert_allclose(np.nan_to_num(ours.recall[:, column], nan=-1), recall[:, k], atol=1e-9)
        else:
            assert (ap[:, k] == -1).all()
    if (ap > -1).any():
        assert ours.mean == pytest.approx(ap[ap > -1].mean(), abs=1e-9)
    return ours


def test_a_thousand_random_cases_are_pycocotools():
    rng = np.random.default_rng(0)
    compared = 0
    while compared < 1000:
        found, truth = random_case(rng)
        if any(len(p["scores"]) for p in found):  # loadRes refuses to load nothing
            compare(found, truth, 2)
            compared += 1


def test_sizes_and_limits_too():
    rng = np.random.default_rng(1)
    for i in range(100):
        found, truth = random_case(rng, pictures=3, classes=3)
        if any(len(p["scores"]) for p in found):
            compare(found, truth, 3, size=list(COCO_SIZES.values())[i % 3])
            compare(found, truth, 3, limit=1 + i % 3)


def test_what_the_table_says():
    box, far = [[0, 0, 10, 10]], [[50, 50, 60, 60]]
    found = [
        {"boxes": box, "scores": [0.9], "labels": [1]},
        {"boxes": far, "scores": [0.8], "labels": [7]},
    ]
    truth = [{"boxes": box, "labels": [1]}, {"boxes": box, "labels": [1]}]
    made = evaluate(found, truth, [0.5, 0.75])
    assert made.labels == (1, 7) and np.isnan(made.ap[:, 1]).all() and np.isnan(made.recall[:, 1]).all()
    assert made.by_label(0.75)[1] == made.at(0.5) == made.mean == pytest.approx(51 / 101)
    assert made.curves[0][0].count == 2 and made.curves[0][1] is None
    with pytest.raises(ValueError, match="không có ngưỡng 0.6; đã tính 0.5, 0.75"):
        made.at(0.6)


def test_ignored_things_neither_help_nor_hurt():
    box, far = [0, 0, 10, 10], [50, 50, 60, 60]
    found = [{"boxes": [far, box], "scores": [0.9, 0.8], "labels": [0, 0]}]
    truth = [{"boxes": [box, far], "labels": [0, 0], "ignored": [False, True]}]
    assert evaluate(found, truth).mean == 1


def test_nothing_to_find():
    nothing = {"boxes": [], "labels": [], "scores": []}
    made = evaluate([nothing], [nothing])
    assert made.ap.shape == (10, 0) and np.isnan(made.mean) and np.isnan(made.at(0.5))
    assert COCO_THRESHOLDS == pytest.approx(np.linspace(0.5, 0.95, 10))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: average_precision([1], [1], "voc12"), "kind = 'voc12'"),
        (lambda: average_precision([0.5, 0.2], [1, 1]), "không giảm"),
        (lambda: average_precision([0.5], [1, 1]), "cần cùng"),
        (lambda: average_precision([50], [1]), r"trong \[0, 1\]"),
        (lambda: precision_recall([0.5], [1], 1), "bool"),
        (lambda: precision_recall([0.5, 0.6], [True, True], 1), "2 khung trúng mà chỉ có 1"),
        (lambda: precision_recall([], [], 0), "count = 0"),
        (lambda: evaluate([], [], []), "thresholds rỗng"),
        (lambda: evaluate([], [], [1.5]), "thresholds = 1.5"),
        (lambda: evaluate([], [], kind="x"), "kind = 'x'"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
