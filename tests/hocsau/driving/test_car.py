from dataclasses import replace
from math import hypot, nan, pi, radians, tan

import pytest

from hocsau.driving import Car
from hocsau.driving.car import MPH, WHEELBASE


def test_straight_ahead_goes_along_the_heading():
    car = Car(speed=20, heading=pi / 2)
    for _ in range(15):
        car = car.step(0, 0.3)
    assert car.x == pytest.approx(0, abs=1e-9) and car.y > 5


@pytest.mark.parametrize("steering", [0.4, -0.7, 1.0])
def test_a_fixed_wheel_drives_the_circle_of_the_bicycle_model(steering):
    radius = WHEELBASE / tan(radians(25) * abs(steering))
    side = -1 if steering > 0 else 1  # the centre of a right turn is at the right
    car = Car(speed=10)
    for _ in range(300):
        car = replace(car.step(steering, 0), speed=10)
        assert hypot(car.x, car.y - side * radius) == pytest.approx(radius, rel=1e-6)


def test_positive_steering_turns_right():
    assert Car(speed=10).step(0.5, 0).heading < 0 < Car(speed=10).step(-0.5, 0).heading


def test_brake_and_negative_throttle_are_the_same_and_never_reverse():
    assert Car(speed=30).step(0, -0.6) == Car(speed=30).step(0, 0, brake=0.6)
    car = Car(speed=2)
    for _ in range(10):
        car = car.step(0, -1)
    assert car.speed == 0


def test_commands_beyond_the_limits_are_cut():
    assert Car(speed=9).step(7, 3) == Car(speed=9).step(1, 1)


def test_free_rolling_slows_down_and_full_throttle_has_a_top_speed():
    assert Car(speed=20).step(0, 0).speed < 20
    car = Car()
    for _ in range(3000):
        car = car.step(0, 1)
    assert 50 < car.speed * MPH * 2.237 < 100


@pytest.mark.parametrize("bad", [(nan, 0), (0, nan), (float("inf"), 0)])
def test_commands_that_are_no_numbers_are_refused(bad):
    with pytest.raises(ValueError, match="hữu hạn"):
        Car(speed=5).step(*bad)
