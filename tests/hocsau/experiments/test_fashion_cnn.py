"""The experiment on digits: it learns, repeats, and stores the weights that it has graded."""

import numpy as np
import torch

from hocsau.data import load
from hocsau.experiments import fashion_cnn, images
from hocsau.experiments.options import Options
from hocsau.torch import SmallVGG
from hocsau.torch.arrays import put_arrays

DATA = load("digits")


def test_it_learns_and_grades_the_weights_that_are_stored():
    outcome = fashion_cnn.run(DATA, Options(epochs=3))
    assert outcome.scores["test_accuracy"] > 0.6
    arrays = dict(outcome.arrays["network"])
    assert str(arrays.pop("format")) == "hocsau-fashion-cnn-1"
    network = SmallVGG((1, 8, 8), rng=np.random.default_rng(0))
    put_arrays(network, arrays, "mạng")
    test = images.ready(DATA).test
    said = fashion_cnn.predict(network.eval(), test.x)
    assert (said == test.y).mean() == outcome.scores["test_accuracy"]
    assert np.trace(outcome.details["confusion"]) == (said == test.y).sum()


def test_the_same_run_twice():
    parts = images.ready(DATA)
    runs = [fashion_cnn.train(fashion_cnn.Settings(), parts, (8, 8), Options(epochs=1))[0] for _ in range(2)]
    for a, b in zip(*(network.parameters() for network in runs), strict=True):
        assert torch.equal(a, b)
