"""The playground in Chromium: the same numbers and words as hocsau.nn."""

import numpy as np
import pytest
from play_page import choose, numbers, press, reading, said

from hocsau.live.playground import Playground, Settings

SETTINGS = {
    "xor": Settings(),
    "no hidden layer": Settings(data="moons", hidden=(), learning_rate=0.3, batch=25),
    "circles, sigmoid, L2": Settings("circles", hidden=(6,), activation="sigmoid", learning_rate=1, l2=0.001),
    "moons, ReLU, one by one": Settings("moons", noise=30, hidden=(8, 8), activation="relu", batch=1),
    "spirals, deep": Settings("spirals", noise=0, hidden=(8, 8, 8), learning_rate=0.3, batch=100, sample=7),
    "linear, L2, uneven batch": Settings(hidden=(5, 2), activation="linear", l2=0.1, batch=30, start=9),
    "spirals, ReLU, L2": Settings("spirals", hidden=(8, 3, 2), activation="relu", l2=0.01, batch=5),
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_page_and_hocsau_nn_learn_the_same_numbers(page, settings):
    asked = {
        "data": settings.data,
        "noise": settings.noise,
        "hidden": settings.hidden,
        "activation": settings.activation,
        "rate": settings.learning_rate,
        "batch": settings.batch,
        "l2": settings.l2,
        "sample": settings.sample,
        "start": settings.start,
    }
    for steps in (0, 1, 200):
        found = page.evaluate("([s, n]) => hocsauLive.playground.train(s, n)", [asked, steps])
        game = Playground(settings)
        for _ in range(steps):
            game.step()
        x, y = np.vstack([game.x, game.x_test]), np.concatenate([game.y, game.y_test])
        np.testing.assert_allclose(found["x"], x.ravel(), rtol=0, atol=1e-12)
        np.testing.assert_array_equal(found["y"], y)
        for layer, weights, biases in zip(game.linears, found["weights"], found["biases"], strict=True):
            np.testing.assert_allclose(weights, layer.weight.data.ravel(), rtol=0, atol=1e-6)
            np.testing.assert_allclose(biases, layer.bias.data, rtol=0, atol=1e-6)
        np.testing.assert_allclose([found["train"], found["test"]], game.losses(), rtol=0, atol=1e-6)
        assert found["accuracy"] == game.accuracy() and found["epoch"] == game.epoch
    assert found["train"] < Playground(settings).losses()[0] or settings.activation == "linear"


def test_the_page_begins_at_step_0_and_says_what_python_says(page):
    assert reading(page) == said()
    assert numbers(page)[:2] == ["0", "0"]
    choose(page, "Dữ liệu", "Xoắn ốc")
    choose(page, "Nhiễu", "30 %")
    choose(page, "Activation", "ReLU")
    choose(page, "Learning rate", "0.3")
    choose(page, "Batch", "25")
    choose(page, "Phạt L2", "0.01")
    press(page, "Dữ liệu mới")
    press(page, "Trọng số mới")
    changed = {"shape": "Xoắn ốc", "noise": "30 %", "activation": "ReLU", "rate": 0.3, "batch": 25}
    changed |= {"l2": 0.01}
    assert reading(page) == said(**changed, sample=2, start=2)
    for _ in range(50):
        press(page, "Một bước")
    assert reading(page) == said(**changed, sample=2, start=2, step=50)
    assert numbers(page)[:2] == ["50", "12"]
    press(page, "Làm lại")
    assert reading(page) == said(**changed, sample=2, start=2)


def test_divergence_is_said_and_stops(page):
    choose(page, "Learning rate", "3")
    choose(page, "Activation", "không có")
    choose(page, "Phạt L2", "0.1")
    page.evaluate("() => { const f = Math.log1p; let n = 0; Math.log1p = x => (n++ > 3000 ? NaN : f(x)); }")
    press(page, "Chạy")
    page.get_by_text("learning rate quá lớn").wait_for()
    assert page.get_by_role("button", name="Chạy").is_visible()
