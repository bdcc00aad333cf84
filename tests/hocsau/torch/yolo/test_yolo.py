"""The torch half of YOLO: assignment, decoding, CIoU and the loss, each against arithmetic by hand."""

import math

import numpy as np
import pytest
import torch

from hocsau.darknet import Weights, heads, plan, read_cfg, read_weights, write_weights, yolov4_tiny_cfg
from hocsau.torch import Darknet
from hocsau.torch.yolo import as_input, assign, best_anchor, ciou, decode, detect, yolo_loss

ANCHORS = [(10, 8), (16, 13), (24, 19), (36, 29), (48, 38), (60, 48)]
CFG = read_cfg(
    yolov4_tiny_cfg(2, height=64, width=96, multiplier=0.0625, anchors=ANCHORS, masks=((3, 4, 5), (0, 1, 2)))
)
HEADS = heads(plan(CFG))


def network(seed=0):
    return Darknet(CFG, rng=np.random.default_rng(seed))


def test_a_network_from_a_cfg_has_its_shapes_and_parameters():
    made = network()
    outputs = made(torch.rand(2, 3, 64, 96))
    assert [tuple(o.shape) for o in outputs] == [(2, 21, 2, 3), (2, 21, 4, 6)]
    assert sum(p.numel() for p in made.parameters()) == sum(layer.parameters for layer in made.plan)
    full = Darknet(read_cfg(yolov4_tiny_cfg(1)))
    assert sum(p.numel() for p in full.parameters()) == 5_874_116


def test_weights_travel_through_a_file(tmp_path):
    one, other = network(0), network(1)
    x = torch.rand(2, 3, 64, 96)
    one.train()(x)  # running means that are not 0
    write_weights(tmp_path / "a.weights", one.get_weights(seen=2), one.plan)
    other.put_weights(read_weights(tmp_path / "a.weights", other.plan))
    for a, b in zip(one.eval()(x), other.eval()(x), strict=True):
        torch.testing.assert_close(a, b, rtol=0, atol=0)
    with pytest.raises(ValueError, match="tầng"):
        other.put_weights(Weights({3: {}}))


def test_folded_kernels_compute_the_same():
    made = network().eval()
    with torch.no_grad():
        for block in made.convolutions.values():
            if len(block) > 1:
                block[1].running_mean.normal_(0, 0.3)
                block[1].running_var.uniform_(0.5, 2)
        x = torch.rand(1, 3, 64, 96)
        arrays = made.folded()[0]
        y = torch.nn.functional.conv2d(x, torch.tensor(arrays["kernel"]), torch.tensor(arrays["bias"]), 2, 1)
        torch.testing.assert_close(torch.nn.functional.leaky_relu(y, 0.1), made.convolutions["0"](x))


def test_decode_by_hand():
    head = HEADS[1]
    raw = torch.zeros(1, 21, 4, 6, dtype=torch.float64)
    raw[0, 7:12, 2, 5] = torch.tensor([1.0, -2.0, 0.5, -0.25, 3.0])  # anchor 1 of the head, row 2, column 5
    boxes, sure, labels = decode(raw, head)
    assert boxes.shape == (1, 3, 4, 6, 4) and labels.shape == (1, 3, 4, 6, 2)
    s = 1.05
    x = (s / (1 + math.exp(-1)) - (s - 1) / 2 + 5) * 16
    y = (s / (1 + math.exp(2)) - (s - 1) / 2 + 2) * 16
    w, h = 16 * math.exp(0.5), 13 * math.exp(-0.25)
    want = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
    np.testing.assert_allclose(boxes[0, 1, 2, 5], want, atol=1e-12)
    assert sure[0, 1, 2, 5] == 3


def test_each_box_goes_to_the_cell_of_its_middle_and_the_anchor_of_its_shape():
    boxes = torch.tensor([[10.0, 10, 20, 18], [30, 30, 78, 68], [0, 0, 16, 13]])
    assert best_anchor(boxes[:, 2:] - boxes[:, :2], ANCHORS).tolist() == [0, 4, 1]
    targets = [(boxes, torch.tensor([0, 1, 1])), (torch.zeros(0, 4), torch.zeros(0))]
    fine = assign(targets, HEADS[1], 4, 6)
    assert fine.anchor.tolist() == [0, 1] and fine.column.tolist() == [0, 0] and fine.row.tolist() == [0, 0]
    coarse = assign(targets, HEADS[0], 2, 3)
    assert coarse.anchor.tolist() == [1] and coarse.column.tolist() == [1] and coarse.row.tolist() == [1]
    assert coarse.labels.tolist() == [1] and coarse.image.tolist() == [0]
    assert len(assign(targets[1:], HEADS[0], 2, 3).boxes) == 0


def test_a_mask_that_leaves_an_anchor_out_leaves_its_boxes_out():
    cfg = read_cfg(yolov4_tiny_cfg(1, height=64, width=64, multiplier=0.0625))  # masks 3,4,5 and 1,2,3
    small = [(torch.tensor([[20.0, 20, 30, 34]]), torch.zeros(1))]
    assert [len(assign(small, head, 4, 4).boxes) for head in heads(plan(cfg))] == [0, 0]


def test_ciou_by_hand_and_at_its_ends():
    a = torch.tensor([[0.0, 0, 4, 2], [0, 0, 4, 2], [0, 0, 2, 2]], dtype=torch.float64)
    b = torch.tensor([[0.0, 0, 4, 2], [2, 1, 6, 3], [10, 0, 12, 2]], dtype=torch.float64)
    want = [1.0, 2 / 14 - 5 / (36 + 9), 0 - 100 / (144 + 4)]
    np.testing.assert_allclose(ciou(a, b), want, atol=1e-8)
    wide, tall = torch.tensor([[0.0, 0, 4, 1]]), torch.tensor([[1.5, -1.5, 2.5, 2.5]])
    iou, v = 1 / 7, 4 / math.pi**2 * (math.atan(4) - math.atan(0.25)) ** 2
    np.testing.assert_allclose(ciou(wide, tall), iou - v * v / (1 - iou + v), atol=1e-6)


def test_ciou_and_its_gradient_are_those_of_hocsau_detection():
    from hocsau.detection import overlap

    rng = np.random.default_rng(0)
    a, b = (
        np.concatenate([p := rng.uniform(0, 20, (40, 2)), p + rng.uniform(1, 15, (40, 2))], 1) for _ in "ab"
    )
    np.testing.assert_allclose(ciou(torch.tensor(a), torch.tensor(b)), overlap(a, b, "ciou"), atol=1e-7)


def plain_loss(outputs, targets, box_weight=5.0):
    """The same loss with loops, one cell at a time."""
    total = 0.0
    for raw, head in zip(outputs, HEADS, strict=True):
        boxes, sure, labels = (t.detach() for t in decode(raw, head))
        for i, (truth, names) in enumerate(targets):
            owners = {}
            for box, name in zip(truth, names, strict=True):
                best = int(best_anchor((box[2:] - box[:2])[None], head.all_anchors))
                if best in head.mask:
                    c = (box[:2] + box[2:]) / 2 / head.stride
                    owners[head.mask.index(best), int(c[1]), int(c[0])] = (box, int(name))
            for place in np.ndindex(*sure.shape[1:]):
                p = 1 / (1 + math.exp(-float(sure[(i, *place)])))
                guess = boxes[(i, *place)][None]
                if place in owners:
                    box, name = owners[place]
                    total += box_weight * (1 - float(ciou(guess, box[None].double()))) - math.log(p)
                    for k in range(head.classes):
                        q = 1 / (1 + math.exp(-float(labels[(i, *place)][k])))
                        total -= math.log(q if k == name else 1 - q)
                elif not any(_iou(guess[0], box) > head.ignore for box in truth):
                    total -= math.log(1 - p)
    return total / len(targets)


def _iou(a, b):
    size = (torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])).clamp(min=0)
    common = float(size.prod())
    return common / float((a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - common)


def test_the_loss_is_the_one_written_with_loops():
    torch.manual_seed(0)
    outputs = [torch.randn(3, 21, 2, 3, dtype=torch.float64), torch.randn(3, 21, 4, 6, dtype=torch.float64)]
    targets = [
        (torch.tensor([[10.0, 10, 26, 23], [40, 20, 90, 60]]), torch.tensor([0, 1])),
        (torch.zeros(0, 4), torch.zeros(0)),
        (torch.tensor([[60.0, 8, 72, 18]]), torch.tensor([1])),
    ]
    loss = yolo_loss(outputs, HEADS, targets)
    np.testing.assert_allclose(loss.total, plain_loss(outputs, targets), rtol=1e-9)
    # a guess that lies on a box which another cell owns is left alone
    perfect = decode(outputs[1], HEADS[1])[0][0, 2, 1, 1]
    targets[0] = (perfect[None].float() + torch.tensor([0.0, 0.0, 0.5, 0.5]), torch.tensor([0]))
    np.testing.assert_allclose(
        yolo_loss(outputs, HEADS, targets).total, plain_loss(outputs, targets), rtol=1e-9
    )


def test_the_losss_gradient_by_finite_differences():
    torch.manual_seed(1)
    outputs = [(0.3 * torch.randn(1, 21, *s, dtype=torch.float64)).requires_grad_() for s in ((2, 3), (4, 6))]
    # the shape term of CIoU counts as a constant in the backward, so that its parts are checked elsewhere
    targets = [(torch.tensor([[60.0, 8, 72, 17.6]]), torch.tensor([1]))]

    def value():
        parts = yolo_loss(outputs, HEADS, targets)
        return parts.objectness + parts.label

    value().backward()
    with torch.no_grad():
        for raw in outputs:
            grad, flat = raw.grad.view(-1), raw.view(-1)
            for k in np.random.default_rng(0).choice(len(flat), 60, replace=False):
                old = float(flat[k])
                flat[k] = old + 1e-5
                up = float(value())
                flat[k] = old - 1e-5
                down = float(value())
                flat[k] = old
                assert abs((up - down) / 2e-5 - float(grad[k])) < 1e-6


def test_the_objectness_target_may_be_the_overlap():
    torch.manual_seed(0)
    outputs = [torch.randn(1, 21, 2, 3), torch.randn(1, 21, 4, 6)]
    targets = [(torch.tensor([[10.0, 10, 26, 23]]), torch.tensor([0]))]
    one, iou = (yolo_loss(outputs, HEADS, targets, objectness=kind) for kind in ("one", "iou"))
    assert one.box == iou.box and one.label == iou.label and one.objectness != iou.objectness


def test_bad_calls_are_refused():
    outputs = [torch.zeros(1, 21, 2, 3), torch.zeros(1, 21, 4, 6)]
    with pytest.raises(ValueError, match="mỗi tầng một mảng"):
        yolo_loss(outputs[:1], HEADS, [(torch.zeros(0, 4), torch.zeros(0))])
    with pytest.raises(ValueError, match="nhãn"):
        yolo_loss(outputs, HEADS, [(torch.tensor([[1.0, 1, 9, 9]]), torch.tensor([2]))])
    with pytest.raises(ValueError, match="objectness"):
        yolo_loss(outputs, HEADS, [(torch.zeros(0, 4), torch.zeros(0))], objectness="two")
    with pytest.raises(ValueError, match="prior"):
        network().start_quiet(1.5)


def test_a_few_steps_find_one_white_box_on_black():
    rng = np.random.default_rng(0)

    def batch(n):
        images, targets = np.full((n, 64, 96, 3), 40, np.uint8), []
        for image in images:
            x, y, w = rng.integers(2, 60), rng.integers(2, 40), rng.integers(12, 30)
            image[y : y + w * 4 // 5, x : x + w] = 230
            box = [[x, y, min(x + w, 96), min(y + w * 4 // 5, 64)]]
            targets.append((torch.tensor(box, dtype=torch.float32), torch.zeros(1)))
        return images, targets

    made = network().start_quiet(0.05)
    optimizer = torch.optim.AdamW(made.parameters(), lr=1e-2)
    for _ in range(70):
        made.train()
        images, targets = batch(16)
        loss = yolo_loss(made(as_input(images)), made.heads, targets)
        optimizer.zero_grad()
        loss.total.backward()
        optimizer.step()
    images, targets = batch(24)
    found = detect(made, list(images), threshold=0.05)
    hits = [
        len(f) > 0 and _iou(torch.tensor(f.boxes[0]), t[0][0]) > 0.4
        for f, t in zip(found, targets, strict=True)
    ]
    assert np.mean(hits) > 0.6
    assert all(f.labels.max(initial=0) == 0 for f, h in zip(found, hits, strict=True) if h)
