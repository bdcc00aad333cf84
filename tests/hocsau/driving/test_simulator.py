import numpy as np
import pytest

from hocsau.driving import Camera, Wobble, drive, drive_expert, moments, pursue, start


@pytest.mark.parametrize("laps", [1, 2.5])
def test_the_expert_drives_laps_near_the_centre(track, laps):
    run = drive_expert(track, laps=laps)
    assert laps <= run.laps < laps + 0.01 and run.stayed and run.max_offset < 0.8


def test_the_same_drive_twice(track):
    one, two = (drive_expert(track, laps=1, wobble=Wobble(np.random.default_rng(5))) for _ in range(2))
    assert (one.offset == two.offset).all() and (one.x == two.x).all()


def test_a_shaking_hand_strays_and_comes_back(track):
    run = drive_expert(track, laps=3, wobble=Wobble(np.random.default_rng(0), 0.15))
    assert run.stayed and run.max_offset > 1.5 * drive_expert(track, laps=1).max_offset


def test_a_policy_that_never_steers_leaves_the_road_and_the_drive_ends(track, camera):
    run = drive(track, lambda image: 0.0, camera=camera)
    assert not run.stayed and run.laps < 1 and run.margin < 0


def test_the_policy_sees_the_picture_of_the_place_where_the_car_is(track, camera):
    seen = []

    def policy(image):
        seen.append(image)
        return 0.1

    run = drive(track, policy, laps=0.02, camera=camera, car=start(track, 40))
    assert len(seen) == len(run.t)
    for i in (0, 5, len(seen) - 1):
        assert (camera.image(run.car(i)) == seen[i]).all()


def test_a_policy_that_knows_the_lines_drives_from_the_picture_alone(track, camera):
    """The picture must hold what steering needs: aim at the middle of the grey in one row of it."""

    def policy(image):
        row = image[96].astype(int)
        grey = np.flatnonzero(np.abs(row - row.mean(axis=1, keepdims=True)).max(axis=1) < 12)
        return float(np.clip((grey.mean() - 160) / 110, -1, 1)) if len(grey) else 0.0

    run = drive(track, policy, laps=0.3, camera=camera)
    assert run.laps >= 0.3 and run.max_offset < 3


@pytest.mark.parametrize("answer", [np.nan, np.inf])
def test_a_policy_that_answers_no_number_is_refused(track, camera, answer):
    with pytest.raises(ValueError, match="policy trả về lệnh lái"):
        drive(track, lambda image: answer, camera=camera)


def test_crossing_the_start_line_backwards_takes_distance_away(circle):
    run = drive_expert(circle, laps=0.1, car=start(circle, circle.length - 5, speed=15))
    assert (np.diff(run.distance) > 0).all() and run.s[-1] < run.s[0]


def test_recorded_steering_is_what_the_driver_wanted(track, camera):
    recorded = list(moments(track, laps=0.1, rng=np.random.default_rng(0), every=3, camera=camera))
    quiet = list(moments(track, laps=0.1, rng=np.random.default_rng(0), every=3, size=0, camera=camera))
    assert recorded[0].images.shape == (3, 160, 320, 3)
    assert recorded[2].t == pytest.approx(6 / 15)
    # The hand shakes, the log does not: it holds what pure pursuit answers at each place.
    steps = drive_expert(track, laps=0.1, wobble=Wobble(np.random.default_rng(0), 0.15), dead_zone=0.02)
    wanted = [pursue(track, steps.car(i), dead_zone=0.02) for i in range(0, len(steps.t) - 1, 3)]
    assert [m.steering for m in recorded] == pytest.approx(wanted)
    assert np.std([m.steering for m in recorded]) > np.std([m.steering for m in quiet])


def test_three_cameras_faster_than_the_clock(track):
    """On a busy machine too: processor time, of one core."""
    import time

    camera, car = Camera(track), start(track, 100)
    camera.images(car)
    began = time.process_time()
    for _ in range(10):
        camera.images(car)
    assert 10 / (time.process_time() - began) > 15
