"""The matplotlib twin of the page: its reading, its controls, every corner it can be asked for."""

import pytest

from hocsau.interactive import explore
from hocsau.live.playground import Playground, Settings, controls, draw, page_data

DEFAULT = {name: control.default for name, control in controls().items()}


def test_the_reading_says_settings_and_numbers():
    game = Playground(Settings(hidden=(4, 3)))
    for _ in range(100):
        game.step()
    train, test = game.losses()
    _, reading = draw(**DEFAULT | {"step": 100})
    assert reading == (
        "XOR (nhiễu 10 %), mạng 2-4-3-1, tanh, η = 0.1, batch 10, L2 = 0. Sau 100 bước (10 epoch): "
        f"loss huấn luyện {train:.3f}, loss kiểm tra {test:.3f}, "
        f"đoán đúng {100 * game.accuracy():.0f}\u00a0% điểm kiểm tra."
    )


def test_the_slider_may_go_back():
    there = draw(**DEFAULT | {"step": 200})[1]
    draw(**DEFAULT | {"step": 50})
    assert draw(**DEFAULT | {"step": 200})[1] == there


@pytest.mark.parametrize("data", ["XOR", "Vòng tròn", "Trăng khuyết", "Xoắn ốc"])
@pytest.mark.parametrize(
    ("activation", "layers"), [("tanh", 0), ("sigmoid", 1), ("ReLU", 2), ("không có", 3)]
)
def test_draws_every_data_set_activation_and_depth(data, activation, layers):
    asked = {"shape": data, "activation": activation, "layers": layers, "step": 50}
    figure, reading = draw(**DEFAULT | asked)
    assert data in reading and activation in reading
    images = [image for ax in figure.axes for image in ax.get_images()]
    assert len(images) == 2 + sum((4, 3, 2)[:layers]) + 1 + 1  # every neuron, and the region


def test_a_learning_rate_that_is_too_large_is_said(monkeypatch):
    monkeypatch.setattr(Playground, "losses", lambda self: (float("nan"), 1.0))
    assert "learning rate quá lớn" in draw(**DEFAULT | {"step": 0, "start": 5})[1]


def test_a_step_off_the_slider_is_refused():
    with pytest.raises(ValueError, match="bội của 50"):
        draw(**DEFAULT | {"step": 7})


def test_the_page_is_told_the_names_that_the_controls_show():
    names = page_data()
    assert tuple(names["shapes"]) == controls()["shape"].texts
    assert tuple(names["activations"]) == controls()["activation"].texts


def test_explore_shows_the_playground_as_the_docstring_writes_it(capsys):
    # a control called "data" would collide with explore's own parameter
    explore(draw, page="playground", data=page_data(), alt="Sân chơi", **controls())
    assert "Sân chơi" in capsys.readouterr().out
