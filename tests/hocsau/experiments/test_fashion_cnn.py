"""The two experiments on clothes: they learn, repeat, and store the weights that they have graded."""

import numpy as np
import torch

from hocsau.data import DATASETS, Dataset, Split, load
from hocsau.experiments import EXPERIMENTS, clothes_cnn, fashion_cnn, images
from hocsau.experiments.options import Options
from hocsau.torch import SmallVGG
from hocsau.torch.arrays import put_arrays


def first(n):
    data = load("clothes")
    return Dataset(Split(data.train.x[:n], data.train.y[:n]), None, data.test, data.info)


def test_the_drawn_clothes_are_learned_and_the_stored_weights_are_those_graded():
    data = first(900)
    outcome = clothes_cnn.run(data, Options(epochs=2))
    assert outcome.scores["test_accuracy"] > 0.5
    arrays = dict(outcome.arrays["network"])
    assert str(arrays.pop("format")) == "hocsau-clothes-cnn-1"
    network = SmallVGG(rng=np.random.default_rng(0))
    put_arrays(network, arrays, "mạng")
    test = images.ready(data).test
    said = fashion_cnn.predict(network.eval(), test.x)
    assert (said == test.y).mean() == outcome.scores["test_accuracy"]
    assert np.trace(outcome.details["confusion"]) == (said == test.y).sum()
    assert outcome.details["parts"] == {"train": 750, "val": 150, "test": 600}


def test_the_run_on_real_clothes_keeps_no_weights_and_its_stand_in_is_the_drawn_set():
    assert fashion_cnn.run(first(120), Options(epochs=1)).arrays == {}
    assert DATASETS["fashion_mnist"].instead == EXPERIMENTS["fashion-cnn"].small == "clothes"


def test_the_same_run_twice():
    parts = images.ready(first(240))
    runs = [
        fashion_cnn.train(fashion_cnn.Settings(), parts, (28, 28), Options(epochs=1))[0] for _ in range(2)
    ]
    for a, b in zip(*(network.parameters() for network in runs), strict=True):
        assert torch.equal(a, b)
