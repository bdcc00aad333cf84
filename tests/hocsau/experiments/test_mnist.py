from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data import Dataset, Split, load
from hocsau.experiments import images, mnist, mnist_mlp, recording
from hocsau.experiments.options import Options
from hocsau.recorded import recorded

ROOT = Path(__file__).parents[3]

SMALL = images.ready(load("digits"))


def test_images_become_rows_between_0_and_1_and_parts_do_not_overlap():
    assert SMALL.train.x.dtype == np.float32 and SMALL.train.x.shape[1] == 64
    assert SMALL.train.x.min() == 0 and SMALL.train.x.max() == 1
    assert [len(SMALL.train), len(SMALL.val), len(SMALL.test)] == [1258, 180, 359]
    whole = load("digits").train
    counts = sum(np.bincount(part.y, minlength=10) for part in (SMALL.train, SMALL.val, SMALL.test))
    np.testing.assert_array_equal(counts, np.bincount(whole.y))


def test_one_vs_all_is_the_sum_of_ten_binary_losses_averaged_over_images():
    rng = np.random.default_rng(0)
    logits, target = rng.normal(size=(5, 10)), rng.integers(0, 10, 5)
    z = torch.tensor(logits, requires_grad=True)
    one_hot = torch.nn.functional.one_hot(torch.tensor(target), 10).double()
    theirs = torch.nn.functional.binary_cross_entropy_with_logits(z, one_hot, reduction="sum") / 5
    theirs.backward()
    loss, dz = mnist.one_vs_all(logits, target)
    assert loss == pytest.approx(theirs.item(), rel=1e-12)
    np.testing.assert_allclose(dz, z.grad.numpy(), atol=1e-12)


def test_the_source_draws_biases_too_and_others_start_them_at_zero():
    biases = {
        init: mnist.network([64, 100, 10], replace(mnist.SOURCE, init=init), np.random.default_rng(0))[0].bias
        for init in mnist.INITS
    }
    assert 0.8 < biases["normal"].data.std() < 1.2
    assert not biases["xavier"].data.any()


def test_input_dropout_stands_before_the_first_layer():
    model = mnist.network([4, 3, 2], replace(mnist_mlp.COSINE, input_dropout=0.2), np.random.default_rng(0))
    assert isinstance(model[0], nn.Dropout) and isinstance(model[1], nn.Linear)


def test_the_choice_is_made_on_validation_and_ties_go_to_the_first():
    def trial(score, rate):
        history = {"val_accuracy": np.array([0.99, score])}  # the last epoch counts, not the best one
        return mnist.Trial(replace(mnist.SOURCE, learning_rate=rate), None, history)

    done = [trial(0.5, 1), trial(0.7, 2), trial(0.7, 3)]
    assert mnist.best(done).settings.learning_rate == 2


def test_the_choice_does_not_look_at_the_test_set():
    """Another test set: other test scores, the same networks and the same choice."""
    rng = np.random.default_rng(0)
    data = load("digits").split(test=0.2)
    shuffled = Dataset(data.train, None, Split(data.test.x, rng.permutation(data.test.y)), data.info)
    outcomes = []
    for variant in (data, shuffled):
        parts = {"train": variant.train, "val": None, "test": variant.test}
        original = images.PARTS["whole"]
        images.PARTS["whole"] = {"val": 0.1}
        try:
            outcomes.append(
                mnist_mlp.compare(
                    [10], mnist_mlp.GRID[:2], mnist_mlp.LADDER[:2], replace(variant, **parts), Options(1)
                )[0]
            )
        finally:
            images.PARTS["whole"] = original
    assert outcomes[0].details == outcomes[1].details and outcomes[0].curves == outcomes[1].curves
    assert outcomes[0].scores["test_accuracy_best"] != outcomes[1].scores["test_accuracy_best"]


def test_the_same_settings_give_the_same_bytes():
    runs = [mnist.train([64, 10, 10], replace(mnist_mlp.LADDER[4], epochs=2), SMALL)[0] for _ in range(2)]
    for a, b in zip(runs[0].parameters(), runs[1].parameters(), strict=True):
        assert a.data.tobytes() == b.data.tobytes()


def test_the_network_of_the_canvas_is_light_and_as_good_as_the_recorded_one():
    path = recording.FOLDER / "mnist-mlp-canvas.json"
    accuracy = recorded("mnist-mlp-canvas")["accuracy"]
    assert accuracy["before"] == recorded("mnist-mlp")["scores"]["test_accuracy_best"]
    assert accuracy["before"] - accuracy["after"] <= 0.002
    assert (ROOT / path).stat().st_size <= 120_000


@pytest.mark.parametrize(
    ("name", "score", "least"),
    [
        ("mnist-mlp", "test_accuracy_sigmoid", 0.975),
        ("mnist-mlp", "test_accuracy_best", 0.980),
        ("mnist-mlp-deep", "test_accuracy_best", 0.983),
        ("mnist-mlp", "times_faster_than_per_sample_float64", 25),
    ],
)
def test_the_recorded_runs_reach_what_the_book_promises(name, score, least):
    assert recorded(name)["scores"][score] >= least


@pytest.mark.real_data
def test_the_recorded_split_and_first_epochs_come_out_again(real):
    real("mnist/train-images-idx3-ubyte.gz")
    record = recorded("mnist-mlp")
    parts = images.ready(load("mnist", "full"))
    assert record["details"]["parts"] == {"train": 50_000, "val": 10_000, "test": 10_000}
    _, history = mnist.train([784, 100, 10], replace(mnist.SOURCE, epochs=2), parts)
    # another processor may round otherwise, and the rounding grows: the same to three digits
    np.testing.assert_allclose(history["loss"], record["curves"]["source"]["loss"][:2], rtol=5e-3)
