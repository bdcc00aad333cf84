"""GIoU, DIoU and CIoU: worked by hand, beside torch's autograd, and by finite differences."""

import numpy as np
import pytest
import torch

from hocsau.detection import iou_matrix, overlap, overlap_loss
from hocsau.detection.overlap import KINDS
from hocsau.nn import numerical_gradient, relative_error


def theirs(p, t, kind):
    """The papers' formulas, one after the other."""
    size = (torch.minimum(p[:, 2:], t[:, 2:]) - torch.maximum(p[:, :2], t[:, :2])).clamp(min=0)
    common = size[:, 0] * size[:, 1]
    w, h = p[:, 2] - p[:, 0], p[:, 3] - p[:, 1]
    wt, ht = t[:, 2] - t[:, 0], t[:, 3] - t[:, 1]
    union = w * h + wt * ht - common
    iou = common / union
    hull = torch.maximum(p[:, 2:], t[:, 2:]) - torch.minimum(p[:, :2], t[:, :2])
    if kind == "iou":
        return iou
    if kind == "giou":
        whole = hull[:, 0] * hull[:, 1]
        return iou - (whole - union) / whole
    apart = (p[:, :2] + p[:, 2:] - t[:, :2] - t[:, 2:]) / 2
    diou = iou - (apart**2).sum(1) / (hull**2).sum(1)
    if kind == "diou":
        return diou
    v = 4 / np.pi**2 * (torch.atan(wt / ht) - torch.atan(w / h)) ** 2
    alpha = (v / (1 - iou + v)).detach()
    return diou - alpha * v


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_gradients_are_torchs(some_boxes, kind):
    rng = np.random.default_rng(0)
    p, t = some_boxes(rng, 200), some_boxes(rng, 200)
    tensor = torch.tensor(p, requires_grad=True)
    values = theirs(tensor, torch.tensor(t), kind)
    np.testing.assert_allclose(overlap(p, t, kind), values.detach().numpy(), atol=1e-12)
    for reduction, loss in (("mean", (1 - values).mean()), ("sum", (1 - values).sum())):
        tensor.grad = None
        loss.backward(retain_graph=True)
        ours, gradient = overlap_loss(p, t, kind, reduction)
        assert ours == pytest.approx(float(loss.detach()), abs=1e-10)
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), atol=1e-12)


@pytest.mark.parametrize("kind", ["iou", "giou", "diou"])
def test_gradients_by_finite_differences(some_boxes, kind):
    rng = np.random.default_rng(1)
    p, t = some_boxes(rng, 30), some_boxes(rng, 30)
    numeric = numerical_gradient(lambda a: overlap_loss(a, t, kind)[0], p)
    assert relative_error(overlap_loss(p, t, kind)[1], numeric) < 1e-6


def test_the_gradient_of_ciou_leaves_alpha_out(some_boxes):
    """v enters twice, through itself and through α; the paper holds α still."""
    p, t = np.array([[0.0, 0, 4, 1]]), np.array([[0.5, 0.5, 3, 3]])
    numeric = numerical_gradient(lambda a: overlap_loss(a, t, "ciou")[0], p.copy())
    assert relative_error(overlap_loss(p, t, "ciou")[1], numeric) > 1e-3


def test_worked_by_hand():
    # two squares of side 2 that share one of side 1; the hull has side 3
    a, b = [[0, 0, 2, 2]], [[1, 1, 3, 3]]
    assert overlap(a, b, "iou")[0] == pytest.approx(1 / 7)
    assert overlap(a, b, "giou")[0] == pytest.approx(1 / 7 - 2 / 9)
    assert overlap(a, b, "diou")[0] == pytest.approx(1 / 7 - 2 / 18)
    assert overlap(a, b, "ciou")[0] == pytest.approx(1 / 7 - 2 / 18)


def test_apart_the_iou_is_flat_and_giou_still_pulls():
    near, far, goal = [[3, 0, 4, 1]], [[9, 0, 10, 1]], [[0, 0, 1, 1]]
    assert overlap(near, goal, "iou")[0] == overlap(far, goal, "iou")[0] == 0
    assert overlap(near, goal, "giou")[0] > overlap(far, goal, "giou")[0]
    assert not overlap_loss(far, goal, "iou")[1].any()
    assert overlap_loss(far, goal, "giou")[1][0, 0] > 0  # a step against the gradient moves x1 to the left


def test_equal_boxes_are_one_and_the_bounds_hold(some_boxes):
    rng = np.random.default_rng(2)
    p, t = some_boxes(rng, 300), some_boxes(rng, 300)
    np.testing.assert_allclose(overlap(p, t, "iou"), np.diag(iou_matrix(p, t)), atol=1e-12)
    for kind in KINDS:
        np.testing.assert_allclose(overlap(p, p, kind), 1, atol=1e-12)
    iou, giou = overlap(p, t, "iou"), overlap(p, t, "giou")
    assert (np.abs(giou) <= 1).all() and (giou <= iou + 1e-12).all()


def test_flat_boxes_give_numbers():
    for kind in KINDS:
        value, gradient = overlap_loss([[1, 1, 1, 1]], [[1, 1, 1, 1]], kind)
        assert np.isfinite(value) and np.isfinite(gradient).all()


def test_float32_stays(some_boxes):
    boxes = some_boxes(np.random.default_rng(3), 5).astype(np.float32)
    for kind in KINDS:
        assert overlap_loss(boxes, boxes[::-1], kind)[1].dtype == np.float32
        assert overlap(boxes, boxes[::-1].astype(np.float64), kind).dtype == np.float32


def test_what_is_refused():
    with pytest.raises(ValueError, match="kind = 'eiou'; cần một trong iou, giou, diou, ciou"):
        overlap([[0, 0, 1, 1]], [[0, 0, 1, 1]], "eiou")
    with pytest.raises(ValueError, match="2 khung, target có 1"):
        overlap([[0, 0, 1, 1]] * 2, [[0, 0, 1, 1]])
    with pytest.raises(ValueError, match="không có khung nào"):
        overlap_loss([], [])
    with pytest.raises(ValueError, match="reduction"):
        overlap_loss([[0, 0, 1, 1]], [[0, 0, 1, 1]], reduction="none")
