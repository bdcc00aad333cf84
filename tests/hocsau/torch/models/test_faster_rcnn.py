"""Faster R-CNN: shapes, losses beside plain numpy, a tiny run that finds its boxes, bad pictures refused."""

import numpy as np
import pytest
import torch

from hocsau import detection
from hocsau.data.drawn.toys import CLASSES, draw_scenes
from hocsau.torch.detection.targets import Target, targets
from hocsau.torch.models.faster_rcnn import FasterRCNN, RPNSettings
from hocsau.torch.models.regions import HeadSettings, as_images

NONE = Target(np.zeros((0, 4), np.float32), np.zeros(0, np.int64))


def small(**how):
    return FasterRCNN(5, width=4, head=HeadSettings(hidden=16), rng=np.random.default_rng(0), **how)


@pytest.fixture(scope="module")
def batch():
    scenes = draw_scenes(2, np.random.default_rng(4), size=96)
    goals = targets([s.boxes for s in scenes], [s.labels for s in scenes], len(CLASSES))
    return as_images(np.stack([s.image for s in scenes])), goals


def test_anchors_lie_in_the_order_of_the_maps(batch):
    model = small().eval()
    with torch.no_grad():
        features = model.backbone(batch[0])
        logits, offsets = model.propose(features)
        hidden = torch.relu(model.rpn(features))
        by_map = model.rpn_object(hidden)  # (N, A, h, w)
    assert features.shape == (2, 16, 12, 12) and logits.shape == (2, 12 * 12 * 9)
    assert offsets.shape == (2, 12 * 12 * 9, 4)
    anchors = model.anchors(12, 12)
    place = (5 * 12 + 7) * 9 + 4  # the square of 24 in row 5, column 7
    np.testing.assert_allclose(anchors[place], [60 - 12, 44 - 12, 60 + 12, 44 + 12], atol=1e-5)
    assert torch.equal(logits[0, place], by_map[0, 4, 5, 7])


def test_the_losses_are_those_of_plain_numpy(batch):
    images, goals = batch
    model = small().eval()  # batch normalization must not see the other pictures
    ours = {
        name: float(v.detach()) for name, v in model.losses(images, goals, np.random.default_rng(7)).items()
    }
    rng = np.random.default_rng(7)
    with torch.no_grad():
        features = model.backbone(images)
        logits, offsets = (t.numpy().astype(np.float64) for t in model.propose(features))
        proposals = model.proposals(*model.propose(features), images.shape[2:])
    anchors, thing, box, count = model.anchors(12, 12), 0.0, 0.0, 0
    for z, t, goal in zip(logits, offsets, goals, strict=True):
        label, match = detection.assign(anchors, goal.boxes)
        front, back = detection.sample(label, 64, 0.5, rng=rng)
        thing += np.log1p(np.exp(-z[front])).sum() + np.log1p(np.exp(z[back])).sum()
        d = np.abs(t[front] - detection.encode(goal.boxes[match[front]], anchors[front]))
        box += np.where(d < 1 / 9, 4.5 * d**2, d - 1 / 18).sum()
        count += len(front) + len(back)
    assert ours["rpn_object"] == pytest.approx(thing / count, rel=1e-5)
    assert ours["rpn_box"] == pytest.approx(box / count, rel=1e-5)
    chosen = [model._sampled(p, g, rng) for p, g in zip(proposals, goals, strict=True)]
    with torch.no_grad():
        pooled = model._pooled(features, [torch.from_numpy(c.boxes) for c in chosen])
        z, t = (v.numpy().astype(np.float64) for v in model.classify(pooled))
    named = np.concatenate([c.labels for c in chosen])
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    assert ours["class"] == pytest.approx(-np.log(p[np.arange(len(z)), named]).mean(), rel=1e-5)
    rows = np.flatnonzero(named < 5)
    d = np.abs(t[rows, named[rows]] - np.concatenate([c.goal for c in chosen]))
    assert ours["box"] == pytest.approx(np.where(d < 1, d**2 / 2, d - 0.5).sum() / len(z), rel=1e-5)


def test_a_region_to_learn_from_is_an_object_from_half_an_overlap_on(batch):
    model, goal = small(), batch[1][0]
    far = np.array([[0.0, 0.0, 4.0, 4.0]], np.float32)
    chosen = model._sampled(np.concatenate([goal.boxes + 1, far]), goal, np.random.default_rng(0))
    iou = detection.iou_matrix(chosen.boxes, goal.boxes).max(axis=1)
    assert np.array_equal(chosen.labels < 5, iou >= 0.5)
    moved = detection.decode(chosen.goal, chosen.boxes[: len(chosen.goal)], (0.1, 0.1, 0.2, 0.2))
    best = detection.iou_matrix(moved, goal.boxes).max(axis=1)
    np.testing.assert_allclose(best, 1, atol=1e-4)


def test_a_picture_with_nothing_in_it_has_a_loss_and_gradients(batch):
    model = small()
    parts = model.losses(batch[0], [NONE, NONE], np.random.default_rng(0))
    assert float(parts["box"].detach()) == 0 and float(parts["rpn_box"].detach()) == 0
    torch.stack(list(parts.values())).sum().backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters())


def test_proposals_stay_in_the_picture_and_do_not_repeat_each_other(batch):
    model = small(rpn=RPNSettings(after=20)).eval()
    with torch.no_grad():
        boxes = model.proposals(*model.propose(model.backbone(batch[0])), batch[0].shape[2:])
    for box in boxes:
        assert 1 <= len(box) <= 20 and box.min() >= 0 and box.max() <= 96
        iou = detection.iou_matrix(box, box)
        assert (iou - np.eye(len(box)) <= 0.7 + 1e-6).all()


def test_a_tiny_run_finds_what_it_has_seen():
    scenes = draw_scenes(4, np.random.default_rng(11), size=64, most=2)
    goals = targets([s.boxes for s in scenes], [s.labels for s in scenes], 5)
    images, rng = as_images(np.stack([s.image for s in scenes])), np.random.default_rng(0)
    model = FasterRCNN(5, width=8, head=HeadSettings(hidden=32), rng=rng)
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(50):
        loss = torch.stack(list(model.losses(images, goals, rng).values())).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    found = model.eval().detect(images)
    ap = [average(found, goals, k) for k in {int(k) for g in goals for k in g.labels}]
    assert np.mean(ap) > 0.9


def average(found, goals, k):
    """AP at 0.5 of one class, step by step."""
    rows = sorted(
        ((s, i, j) for i, d in enumerate(found) for j, s in enumerate(d.scores) if d.labels[j] == k),
        key=lambda row: -row[0],
    )
    total, taken, right, area = sum(int((g.labels == k).sum()) for g in goals), set(), 0, 0.0
    for place, (_, i, j) in enumerate(rows, start=1):
        iou = detection.iou_matrix(found[i].boxes[j : j + 1], goals[i].boxes)[0] * (goals[i].labels == k)
        best = int(iou.argmax())
        if iou[best] >= 0.5 and (i, best) not in taken:
            taken.add((i, best))
            right += 1
            area += right / place / total
    return area


def test_pictures_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="uint8"):
        as_images(np.zeros((1, 32, 32, 3)))
    with pytest.raises(ValueError, match="shape"):
        as_images(np.zeros((32, 32, 3), np.uint8))
    with pytest.raises(ValueError, match="chia hết cho 16"):
        small().eval().detect(torch.zeros(1, 3, 40, 48))
    with pytest.raises(ValueError, match="ít nhất một lớp"):
        FasterRCNN(0, rng=np.random.default_rng(0))
