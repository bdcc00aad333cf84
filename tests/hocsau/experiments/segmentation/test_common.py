"""How the runs of chapter 15 learn: crops, picture and mask turned together, losses as in numpy."""

import numpy as np
import pytest
import torch

from hocsau.experiments.segmentation.common import (
    Plan,
    _batch,
    _loss,
    best_threshold,
    blurred,
    learn,
    logits_of,
    scores_of,
    spread,
)
from hocsau.segmentation import dice, soft_dice, weighted_bce
from hocsau.torch import UNet

PLAN = Plan(steps=4, batch_size=3, crop=8)


def small_unet(seed=0):
    return UNet(base=2, depth=2, norm=True, rng=np.random.default_rng(seed))


def pictures(seed=0):
    x = np.random.default_rng(seed).normal(size=(5, 16, 16)).astype(np.float32)
    return x, (x > 0).astype(float)


def test_picture_and_mask_are_turned_together_and_only_the_light_differs():
    x, y = pictures()
    batch, masks, same = _batch([x, y, y], PLAN, np.random.default_rng(1))
    assert batch.shape == masks.shape == (3, 1, 8, 8) and torch.equal(masks, same)
    for piece, mask in zip(batch[:, 0].numpy(), masks[:, 0].numpy() > 0, strict=True):
        assert piece[mask].min() > piece[~mask].max()  # brighter there, whatever the light


def test_forgetting_the_mask_misaligns_them():
    x, y = pictures()
    plan = Plan(steps=1, batch_size=40, crop=16, augment="image only")
    batch, masks = _batch([x, y], plan, np.random.default_rng(1))
    agree = [
        np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(batch.numpy(), masks.numpy(), strict=True)
    ]
    assert min(agree) < 0.2 and max(agree) > 0.7  # one in eight stays as it was


def test_no_augmentation_keeps_every_pixel():
    x, y = pictures()
    plan = Plan(steps=1, batch_size=6, crop=16, augment="")
    batch, masks = _batch([x, y], plan, np.random.default_rng(1))
    for piece, mask in zip(batch[:, 0].numpy(), masks[:, 0].numpy(), strict=True):
        (i,) = [k for k in range(5) if np.array_equal(x[k], piece)]
        assert np.array_equal(y[i].astype(np.float32), mask)


def test_torch_s_losses_are_those_of_hocsau_segmentation():
    z, y = (np.random.default_rng(k).random((2, 1, 4, 4)) * 4 - 2 for k in (0, 1))
    y, w = (y > 0).astype(float), np.random.default_rng(2).random(y.shape)
    tz, ty, tw = (torch.tensor(a) for a in (z, y, w))
    ones = np.ones_like(y)
    assert _loss("dice", tz, ty).item() == pytest.approx(soft_dice(z, y)[0])
    assert _loss("weighted", tz, ty, tw).item() == pytest.approx(weighted_bce(z, y, w)[0])
    assert _loss("bce", tz, ty).item() == pytest.approx(weighted_bce(z, y, ones)[0])
    assert _loss("both", tz, ty).item() == pytest.approx(weighted_bce(z, y, ones)[0] + soft_dice(z, y)[0])


@pytest.mark.parametrize("loss", ["bce", "dice", "both", "weighted"])
def test_it_learns_what_is_bright(loss):
    x, y = pictures()
    network = small_unet()
    plan = Plan(steps=120, batch_size=4, crop=16, learning_rate=0.02, loss=loss)
    weights = np.ones_like(y) if loss == "weighted" else None
    losses = learn(network, x, y, plan, np.random.default_rng(0), weights=weights)
    assert len(losses) == 120 and np.mean(losses[-10:]) < 0.8 * np.mean(losses[:10])
    assert not network.training
    assert scores_of(logits_of(network, x, 2) > 0, y > 0)["dice"] > 0.75


def test_the_same_seed_learns_the_same():
    x, y = pictures()
    one, two = (learn(small_unet(), x, y, PLAN, np.random.default_rng(3)) for _ in range(2))
    assert one == two


def test_a_loss_without_its_weights_is_refused():
    x, y = pictures()
    for plan, weights in (
        (Plan(1, 1, 8, loss="weighted"), None),
        (PLAN, y),
        (Plan(1, 1, 8, loss="l2"), None),
    ):
        with pytest.raises(ValueError, match="loss = "):
            learn(small_unet(), x, y, plan, np.random.default_rng(0), weights=weights)


def test_the_best_threshold_is_the_best_of_all():
    rng = np.random.default_rng(0)
    y = rng.random((3, 12, 12)) > 0.6
    x = np.clip(90 + 50 * y + rng.normal(0, 30, y.shape), 0, 255).astype(np.uint8)
    sigma, level = best_threshold(x, y, (0,))
    assert sigma == 0
    assert dice(x > level, y) == max(dice(x > k, y) for k in range(255))
    sigma, level = best_threshold(x, y, (0, 1))
    assert dice(blurred(x, sigma) > level, y) >= dice(x > best_threshold(x, y, (0,))[1], y)


def test_scores_of_both_classes_and_their_spread():
    p, t = np.array([[[True, True, False]]]), np.array([[[True, False, False]]])
    found = scores_of(p, t)
    assert found["dice"] == pytest.approx(2 / 3) and found["other_dice"] == pytest.approx(2 / 3)
    assert found["pixel_error"] == pytest.approx(1 / 3)
    rows = spread({"a": [{"dice": 0.5}, {"dice": 0.9}], "b": [{"dice": 0.1}]})
    assert rows == {"a dice": pytest.approx(0.7), "a dice min": 0.5, "a dice max": 0.9, "b dice": 0.1}
