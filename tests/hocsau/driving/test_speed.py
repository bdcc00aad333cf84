from hocsau.driving import Car, SpeedKeeper


def test_the_formula_of_the_source():
    assert SpeedKeeper().throttle(0.5, 15) == 1 - 0.5**2 - (15 / 25) ** 2


def test_above_25_the_limit_is_10_until_the_car_is_slow_again():
    keeper = SpeedKeeper()
    assert keeper.throttle(0, 26) == -1  # 1 − 2.6²
    assert keeper.limit == 10
    keeper.throttle(0, 15)
    assert keeper.limit == 10
    assert keeper.throttle(0, 9) == 1 - (9 / 25) ** 2


def test_a_straight_road_is_driven_between_the_limits():
    keeper, car = SpeedKeeper(), Car()
    for _ in range(900):
        car = car.step(0, keeper.throttle(0, car.speed))
    assert 15 < car.speed < 25


def test_speeds_beyond_reason_brake():
    for speed in (1e200, 1.7e308, -1e200):
        assert SpeedKeeper().throttle(0.0, speed) == -1
