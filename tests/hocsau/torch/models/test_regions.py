"""R-CNN and Fast R-CNN: the same regions, one looks at pixels and one at the map."""

import numpy as np
import pytest
import torch

from hocsau.data.drawn.toys import draw_scenes
from hocsau.torch.detection.targets import targets
from hocsau.torch.models.regions import RCNN, FastRCNN, HeadSettings, as_images

KINDS = {"r-cnn": RCNN, "fast": FastRCNN}


@pytest.fixture(scope="module")
def batch():
    scenes = draw_scenes(2, np.random.default_rng(4), size=64, most=3)
    goals = targets([s.boxes for s in scenes], [s.labels for s in scenes], 5)
    rng, near = np.random.default_rng(1), []
    for goal in goals:
        shifted = goal.boxes + rng.normal(0, 2, (6, *goal.boxes.shape)).astype(np.float32)
        corner = rng.uniform(0, 40, (20, 2)).astype(np.float32)
        near.append(np.concatenate([*shifted.clip(0, 64), np.concatenate([corner, corner + 20], axis=1)]))
    return as_images(np.stack([s.image for s in scenes])), goals, near


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_learns_to_name_given_regions(kind, batch):
    images, goals, near = batch
    rng = np.random.default_rng(0)
    model = kind(5, width=4, head=HeadSettings(hidden=24), rng=rng)
    optimizer, first = torch.optim.Adam(model.parameters(), 3e-3), None
    for _ in range(25):
        loss = torch.stack(list(model.losses(images, goals, near, rng).values())).sum()
        first = float(loss.detach()) if first is None else first
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert float(loss.detach()) < 0.5 * first
    found = model.eval().detect(images, near)
    assert all(len(d) and np.all(np.diff(d.scores) <= 0) for d in found)


def test_forward_passes_are_counted_a_picture_or_a_region(batch):
    images, _, near = batch
    passes = {}
    for name, kind in KINDS.items():
        model = kind(5, width=4, rng=np.random.default_rng(0)).eval()
        model.detect(images, near)
        passes[name] = model.backbone.forward_passes
    assert passes == {"r-cnn": sum(map(len, near)), "fast": 2}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_region_no_result(kind, batch):
    model = kind(5, width=4, rng=np.random.default_rng(0)).eval()
    found = model.detect(batch[0], [np.zeros((0, 4))] * 2)
    assert [len(d) for d in found] == [0, 0] and found[0].boxes.shape == (0, 4)
