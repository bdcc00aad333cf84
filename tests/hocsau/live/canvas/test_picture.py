"""The twin in the notebook: its picture, its reading, the network of the recorded run."""

import json

import numpy as np
import pytest

from hocsau.interactive import explore
from hocsau.live.canvas import controls, draw, page_data, picture
from hocsau.models import MLP
from hocsau.models.quantised import quantise


@pytest.fixture
def some_network(monkeypatch):
    network = quantise(MLP([784, 100, 10], rng=np.random.default_rng(0)))
    monkeypatch.setattr(picture, "network", lambda: network)
    return network


def test_every_sample_is_drawn_and_answered(some_network):
    readings = set()
    for name in controls()["sample"].values:
        figure, reading = draw(name)
        assert reading.startswith(f"Chữ viết sẵn “{name}”: mạng đoán ") and reading.endswith("\u00a0%).")
        assert [ax.get_title() for ax in figure.axes[:3]] == ["tờ giấy", "28 × 28 số", "tầng ẩn"]
        readings.add(reading)
    assert len(readings) == len(controls()["sample"].values)


def test_the_page_gets_network_and_strokes_as_json(some_network):
    data = json.loads(json.dumps(page_data(), allow_nan=False))
    assert data["network"] == some_network and list(data["samples"]) == list(controls()["sample"].texts)
    assert len(json.dumps(data["network"])) < 120_000


def test_the_call_that_the_package_documents(some_network, monkeypatch, capsys):
    monkeypatch.delenv("HOCSAU_STATIC", raising=False)
    explore(draw, page="canvas", data=page_data(), alt="Viết một chữ số", **controls())
    assert capsys.readouterr().out.startswith(draw("3")[1])
