from dataclasses import replace

import numpy as np
import pytest
import torch

from hocsau.data import Split, load
from hocsau.experiments import mnist_cnn, mnist_cnn_sigmoid
from hocsau.models import CNN
from hocsau.recorded import recorded, recorded_file

DATA = load("digits")
QUICK = replace(mnist_cnn.RELU, epochs=2)


def test_the_settings_of_the_source():
    for settings in (mnist_cnn.RELU, mnist_cnn_sigmoid.SOURCE):
        assert (settings.epochs, settings.batch_size, settings.schedule) == (10, 32, "constant")
        assert settings.flat_dropout == settings.hidden_dropout == 0


def test_dropout_stands_between_the_layers_and_shares_their_weights():
    network = mnist_cnn.CNN((1, 8, 8), 10, rng=np.random.default_rng(0), dtype=np.float32)
    learner = mnist_cnn.with_dropout(network, mnist_cnn.DROPOUT)
    names = [type(layer).__name__ for layer in learner]
    assert names.index("Dropout") == names.index("Flatten") + 1 and names[-2:] == ["Dropout", "Linear"]
    assert {id(p) for p in learner.parameters()} == {id(p) for p in network.parameters()}
    assert list(mnist_cnn.with_dropout(network, mnist_cnn.RELU)) == list(network)


def test_numpy_answers_as_torch_and_the_kept_epoch_is_the_best_of_validation():
    outcome = mnist_cnn.compare({"relu": QUICK, "drop": replace(mnist_cnn.DROPOUT, epochs=2)}, DATA)
    n = outcome.details["parts"]["test"]
    for name in ("relu", "drop"):
        assert outcome.scores[f"same_answers_numpy_{name}"] == n
        assert outcome.scores[f"largest_logit_gap_numpy_{name}"] < 1e-3
        about, curve = outcome.details["runs"][name], outcome.curves[name]["val_accuracy"]
        assert about["best_epoch"] == int(np.argmax(curve)) + 1
        assert outcome.scores[f"val_accuracy_{name}"] == pytest.approx(max(curve), abs=1e-5)
        matrix = np.array(about["confusion"])
        assert matrix.sum() == n and n - np.trace(matrix) == len(about["errors"]["image"])
        assert not np.equal(about["errors"]["truth"], about["errors"]["guess"]).any()
    values = {name: outcome.scores[f"val_accuracy_{name}"] for name in ("relu", "drop")}
    assert outcome.details["best"] == max(values, key=values.get)
    assert all(a.dtype == np.float16 for a in outcome.arrays["weights"].values())


def test_validation_and_test_images_never_reach_the_weights():
    parts = mnist_cnn.pictures(DATA)
    assert parts.train.x.shape[1:] == (1, 8, 8) and parts.train.x.dtype == np.float32
    one = mnist_cnn.train(replace(QUICK, epochs=1), parts, 10)
    rng = np.random.default_rng(1)
    for name in ("val", "test"):
        part = getattr(parts, name)
        parts = replace(parts, **{name: Split(part.x, rng.permutation(part.y))})
    two = mnist_cnn.train(replace(QUICK, epochs=1), parts, 10)
    for a, b in zip(one.network.parameters(), two.network.parameters(), strict=True):
        assert torch.equal(a, b)
    assert one.val_accuracy != two.val_accuracy


def test_the_recorded_runs():
    relu, sigmoid = recorded("mnist-cnn"), recorded("mnist-cnn-sigmoid")
    assert relu["scores"]["parameters"] == sigmoid["scores"]["parameters"] == 600_810
    best = relu["details"]["best"]
    assert relu["scores"][f"test_accuracy_{best}"] >= 0.99
    assert abs(relu["scores"]["test_accuracy_float16"] - relu["scores"][f"test_accuracy_{best}"]) < 2e-4
    for record in (relu, sigmoid):
        assert "torch" in record["versions"] and len(record["data"]["sha256"]) == 4
        for name, about in record["details"]["runs"].items():
            assert record["scores"][f"same_answers_numpy_{name}"] == 10_000
            assert np.trace(about["confusion"]) == round(1e4 * record["scores"][f"test_accuracy_{name}"])
            assert len(record["curves"][name]["val_accuracy"]) == about["settings"]["epochs"]


def test_the_shipped_weights_are_small_and_load_into_the_numpy_layers():
    path = recorded_file("mnist-cnn-weights.npz")
    assert path.stat().st_size < 2_000_000
    network = CNN(rng=np.random.default_rng(0), dtype=np.float32).load(path)
    assert sum(p.data.size for p in network.parameters()) == 600_810


@pytest.mark.real_data
def test_the_shipped_weights_on_real_images(real):
    """A slice of the test set: the numpy layers make the recorded mistakes and no others."""
    real("mnist")
    test = mnist_cnn.pictures(load("mnist", "full")).test
    record = recorded("mnist-cnn")
    about = record["details"]["runs"][record["details"]["best"]]
    network = CNN(rng=np.random.default_rng(0), dtype=np.float32).load(recorded_file("mnist-cnn-weights.npz"))
    rows = np.unique([*range(200), *about["errors"]["image"][:20]])
    guess = mnist_cnn.predict(network, test.x[rows]).argmax(axis=1)
    wrong = set(rows[guess != test.y[rows]].tolist())
    assert (
        len(wrong ^ (set(about["errors"]["image"]) & set(rows.tolist()))) <= 1
    )  # one may turn by the rounding
