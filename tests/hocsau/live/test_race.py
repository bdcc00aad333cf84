"""The race: its formulas are those of hocsau.nn, its slopes those of its surfaces."""

import numpy as np
import pytest

from hocsau import nn
from hocsau.live.race import (
    ALPHA,
    BATCHES,
    BETA1,
    BETA2,
    DECAY,
    EPS,
    HALF,
    MOMENTUM,
    RACERS,
    SIGMA,
    STEPS,
    SURFACES,
    draw,
    height,
    noise,
    page_data,
    path,
    slopes,
)

OURS = {
    "SGD": lambda p: nn.SGD(p, 0.03),
    "momentum": lambda p: nn.Momentum(p, 0.03, momentum=MOMENTUM),
    "RMSProp": lambda p: nn.RMSProp(p, 0.03, alpha=ALPHA, eps=EPS),
    "Adam": lambda p: nn.Adam(p, 0.03, betas=(BETA1, BETA2), eps=EPS),
    "AdamW": lambda p: nn.AdamW(p, 0.03, betas=(BETA1, BETA2), eps=EPS, weight_decay=DECAY),
}


@pytest.mark.parametrize("batch", ["cả tập", "16"])
@pytest.mark.parametrize("racer", RACERS)
def test_every_racer_is_the_packages_optimiser(racer, batch):
    at = nn.Parameter(np.array([-1.1, 0.7]))
    optimizer = OURS[racer]([at])
    size = BATCHES[batch]
    points = path(racer, "hai hố", 0.03, batch, (-1.1, 0.7), 50)
    for kick, point in zip(noise()[:50], points[1:], strict=True):
        at.grad[...] = np.array(slopes("hai hố", *at.data)) + (SIGMA / np.sqrt(size) * kick if size else 0)
        optimizer.step()
        np.testing.assert_allclose(at.data, point, rtol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_slopes_are_those_of_the_height(surface):
    for x, y in np.random.default_rng(0).uniform(-HALF, HALF, (20, 2)):
        h = 1e-6
        found = [
            (height(surface, x + h, y) - height(surface, x - h, y)) / (2 * h),
            (height(surface, x, y + h) - height(surface, x, y - h)) / (2 * h),
        ]
        np.testing.assert_allclose(slopes(surface, x, y), found, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_bottom_is_the_lowest_point_of_the_frame(surface):
    bottom = SURFACES[surface].bottom
    grid = np.linspace(-HALF, HALF, 81)
    lowest = min(height(surface, x, y) for x in grid for y in grid)
    assert height(surface, *bottom) <= lowest + 1e-9
    np.testing.assert_allclose(slopes(surface, *bottom), 0, atol=1e-3)
    assert all(lowest <= level for level in SURFACES[surface].levels)


def test_who_flies_off_is_said_to_be_lost():
    assert len(path("SGD", "thung lũng dài", 1, "cả tập", (1, 1), STEPS)) < STEPS
    assert "SGD văng mất" in draw("thung lũng dài", 1, "cả tập", 1, 1, 100)[1]


def test_words_before_the_first_step():
    said = draw("yên ngựa", 0.1, "cả tập", 0.0, 1.0, 0)[1]
    assert said == "Loss từ −0.2500, sau 0 bước: " + ", ".join(f"{r} −0.2500" for r in RACERS) + "."


def test_the_page_is_given_the_same_noise():
    assert page_data()["noise"] == noise().tolist() and len(noise()) == STEPS
