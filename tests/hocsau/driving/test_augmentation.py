from dataclasses import replace

import numpy as np
import pytest

from hocsau.driving import (
    augment,
    balance,
    batches,
    brighten,
    build,
    flip,
    pursue,
    read_log,
    shade,
    shift,
    side_steering,
    start,
)
from hocsau.driving.augmentation import PER_PIXEL
from hocsau.driving.camera import FOCAL


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (160, 320, 3), dtype=np.uint8)


def test_side_cameras_steer_back_to_the_middle():
    assert side_steering(0.1, "left") == pytest.approx(0.3)
    assert side_steering(0.1, "right") == pytest.approx(-0.1)
    assert side_steering(0.1, "center") == 0.1
    assert side_steering(0.95, "left") == 1


def test_the_correction_agrees_with_what_the_expert_would_do(track):
    """A camera one metre to the left sees what a car one metre to the left would see."""
    straight = float(track.s[np.abs(track.curvature).argmin()])
    steering = pursue(track, start(track, straight, -1.0))
    assert steering == pytest.approx(0.2, abs=0.05)


def test_flipping_twice_is_nothing(image):
    once = flip(image, 0.3)
    assert once[1] == -0.3 and (once[0][:, 0] == image[:, -1]).all()
    twice = flip(*once)
    assert (twice[0] == image).all() and twice[1] == 0.3


def test_shift_moves_and_corrects(image):
    moved, steering = shift(image, 0.1, 20, -5)
    assert (moved[:-5, 20:] == image[5:, :-20]).all() and (moved[:-5, 0] == image[5:, 0]).all()
    assert steering == pytest.approx(0.1 + 20 * PER_PIXEL)
    assert shift(image, 0.1, 20, -5, per_pixel=0.002)[1] == pytest.approx(0.14)


def test_a_shifted_picture_is_that_of_a_turned_car_and_asks_to_turn_back(camera, track):
    straight = float(track.s[np.abs(track.curvature).argmin()])
    car = start(track, straight)
    turned = replace(car, heading=car.heading + 20 / FOCAL)  # to the left: the road moves to the right
    rows, columns = slice(64, 100), slice(110, 230)  # far enough for the camera to turn on the spot

    def difference(dx):
        seen = shift(camera.image(car), 0, dx, 0)[0]
        return np.abs(seen[rows, columns].astype(int) - camera.image(turned)[rows, columns]).mean()

    assert min(range(-40, 45, 5), key=difference) == 20
    steering = shift(camera.image(car), pursue(track, car), 20, 0)[1]
    assert steering == pytest.approx(pursue(track, turned), abs=0.03)


def test_brightness_stops_at_white(image):
    assert (brighten(image, 1) == image).all()
    assert brighten(image, 2).max() == 255 and brighten(image, 0.5).max() == 128
    assert (np.diff(brighten(np.arange(256, dtype=np.uint8), 1.7).astype(int)) >= 0).all()


def test_a_shadow_is_left_of_its_line(image):
    dark = shade(image, 100, 200, 0.5)
    assert (dark[:, 200:] == image[:, 200:]).all()
    assert np.abs(dark[:, :99] - image[:, :99] / 2).max() <= 0.5
    assert (dark[0, 150] == image[0, 150]).all() and (dark[-1, 150] != image[-1, 150]).any()


def test_augment_repeats_with_its_generator_and_stays_in_range(image):
    one, two = (augment(image, 0.9, np.random.default_rng(3)) for _ in range(2))
    assert (one[0] == two[0]).all() and one[1] == two[1]
    rng = np.random.default_rng(0)
    results = [augment(image, 0.95, rng) for _ in range(40)]
    assert all(x.shape == image.shape and x.dtype == np.uint8 and -1 <= y <= 1 for x, y in results)
    assert len({y for _, y in results}) > 20


def test_balance_keeps_a_thousand_zeros_and_everything_else():
    steering = np.r_[np.zeros(4361), np.linspace(0.01, 1, 50), np.zeros(3)]
    rows = balance(steering, np.random.default_rng(0))
    assert (steering[rows] == 0).sum() == 1000 and (steering[rows] != 0).sum() == 50
    assert (np.diff(rows) > 0).all()
    assert (balance(steering[:200], np.random.default_rng(0)) == np.arange(200)).all()


def test_batches_cover_the_log_once(recorded):
    log = read_log(recorded)
    plain = list(batches(log, np.random.default_rng(0), 4, training=False))
    assert np.concatenate([y for _, y in plain]) == pytest.approx(log.steering)
    x = np.concatenate([x for x, _ in plain])
    assert x.shape == (len(log), 3, 66, 200) and x.dtype == np.float32 and -1 <= x.min() < x.max() <= 1


def test_training_batches_vary_and_repeat(recorded):
    log = read_log(recorded)
    first, again = (next(batches(log, np.random.default_rng(1), 4)) for _ in range(2))
    other = next(batches(log, np.random.default_rng(2), 4))
    assert (first[0] == again[0]).all() and (first[1] == again[1]).all()
    assert (first[0] != other[0]).any()


def test_a_batch_of_nothing_is_refused(recorded):
    with pytest.raises(ValueError, match="batch_size = 0"):
        next(batches(read_log(recorded), np.random.default_rng(0), 0))


def test_build_gives_every_camera_its_copies(recorded):
    log = read_log(recorded)
    x, y = build(log.moments(), np.random.default_rng(0), copies=2)
    assert x.shape == (6 * len(log), 3, 66, 200) and y.shape == (6 * len(log),)
    assert len(np.unique(y)) > 5 * len(log) and np.abs(y).max() <= 1
    again = build(log.moments(), np.random.default_rng(0), copies=2)
    assert (again[0] == x).all() and (again[1] == y).all()


def test_build_without_copies_is_the_plain_middle_camera(recorded):
    log = read_log(recorded)
    x, y = build(log.moments(), np.random.default_rng(0), copies=0)
    plain_x, plain_y = next(batches(log, np.random.default_rng(0), len(log), training=False))
    assert (x == plain_x).all() and (y == plain_y).all()


def test_build_of_nothing_is_refused():
    with pytest.raises(ValueError, match="không có thời điểm nào"):
        build([], np.random.default_rng(0))
    with pytest.raises(ValueError, match="copies = -1"):
        build([], np.random.default_rng(0), copies=-1)


@pytest.mark.real_data
def test_an_epoch_on_the_log_of_udacity(real):
    """Real pictures go through the network: after one epoch it does better than never steering."""
    import torch

    from hocsau.torch import PilotNet
    from hocsau.training import fit

    rng = np.random.default_rng(0)
    log = read_log(real("udacity-driving"))
    log = log.take(balance(log.steering, rng, keep=40))
    x, y = build(log.moments(), rng, copies=1)
    assert len(log) == 81 + 40 and len(y) == 3 * len(log)
    network = PilotNet(rng=np.random.default_rng(1))
    optimizer = torch.optim.Adam(network.parameters(), 1e-4)
    loss = torch.nn.functional.mse_loss
    history = fit(
        network, ((x, y), (x, y)), loss, optimizer, epochs=1, rng=rng, batch_size=16, progress=False
    )
    assert history["val_loss"][0] < (y**2).mean()
