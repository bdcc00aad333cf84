"""The twin in the notebook: its picture, its reading, the network of the recorded run."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest

from hocsau.data import load
from hocsau.handwriting import centre_digit, controls, draw, page_data, picture
from hocsau.interactive import explore
from hocsau.models import MLP
from hocsau.models.quantised import QuantisedMLP, quantise
from hocsau.training.results import recorded


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


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


# --- the network of the recorded run ----------------------------------------------------------------------


def test_eight_bits_cost_at_most_a_fifth_of_a_point():
    accuracy = recorded(picture.RECORD)["accuracy"]
    assert accuracy["after"] >= accuracy["before"] - 0.002 and accuracy["after"] >= 0.98


def test_the_recorded_network_fits_the_page():
    network = picture.network()
    assert [layer["shape"] for layer in network["layers"]] == [[784, 100], [100, 10]]
    assert len(json.dumps(network)) <= 120_000


@pytest.mark.parametrize("digit", "0123456789")
def test_it_reads_the_digits_that_are_written_beforehand(digit):
    assert f"mạng đoán {digit} (" in draw(digit)[1]


@pytest.mark.real_data
def test_real_digits_through_the_canvas_are_read_as_well_as_from_the_file(real):
    real("mnist")
    test = load("mnist", "full").test
    images, labels = test.x[:500] / 255, test.y[:500]
    seen = [centre_digit(np.pad(np.kron(image, np.ones((4, 4))), 14)).ravel() for image in images]
    model = QuantisedMLP(picture.network())
    direct = np.mean(model(images.reshape(500, -1)).argmax(axis=1) == labels)
    assert np.mean(model(np.array(seen)).argmax(axis=1) == labels) == direct > 0.96
