import numpy as np
import pytest

from hocsau.driving import Car, Wobble, pursue, start
from hocsau.driving.car import MAX_ANGLE, WHEELBASE


def test_on_the_line_of_a_circle_the_wheel_is_that_of_the_circle(circle):
    car = start(circle, 10, speed=20)
    assert MAX_ANGLE * pursue(circle, car, lookahead=1) == pytest.approx(-np.arctan(WHEELBASE / 40), rel=0.02)


@pytest.mark.parametrize(("offset", "sign"), [(2, -1), (-2, 1)])
def test_steers_back_to_the_line(track, offset, sign):
    straight = float(track.s[np.abs(track.curvature).argmin()])
    assert sign * pursue(track, start(track, straight, offset)) > 0.2


def test_small_commands_become_exactly_zero(track):
    straight = float(track.s[np.abs(track.curvature).argmin()])
    car = start(track, straight, 0.01)
    assert pursue(track, car, lookahead=3) != 0 and pursue(track, car, lookahead=3, dead_zone=0.05) == 0


def test_facing_away_steers_fully_and_not_beyond(track):
    car = start(track, 0)
    assert abs(pursue(track, Car(car.x, car.y, car.heading + 2))) == 1


def test_the_wobble_has_its_size_and_repeats():
    values = [Wobble(np.random.default_rng(0), size=0.2).step(1 / 15) for _ in range(2)]
    assert values[0] == values[1]
    wobble = Wobble(np.random.default_rng(0), size=0.2)
    assert np.std([wobble.step(1 / 15) for _ in range(20_000)]) == pytest.approx(0.2, rel=0.1)
