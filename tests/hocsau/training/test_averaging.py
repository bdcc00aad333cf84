"""The averaged weights: by the formula, seen by whoever grades, resumed bit by bit, refused when torn."""

import numpy as np
import pytest
import torch
from small_runs import blobs, both, numpy_net, train

from hocsau import nn
from hocsau.training import Callback, EarlyStopping, WeightAverage, fit, metrics


class Notes(Callback):
    """θ after each step, and what the model carries at the end of each epoch."""

    def __init__(self):
        self.steps, self.ends, self.trained = [], [], []

    def validation_begin(self, run):
        self.trained.append(run.weights())

    def epoch_end(self, run):
        self.ends.append(run.weights())

    def around_step(self, run):
        class After:
            def __enter__(inner):
                return None

            def __exit__(inner, *trouble):
                self.steps.append(run.weights())

        return After()


def by_hand(steps, decay):
    average = {name: a.astype(np.float64) for name, a in steps[0].items()}
    for t, new in enumerate(steps[1:], start=2):
        keep = min(decay, (1 + t) / (10 + t))
        average = {name: keep * average[name] + (1 - keep) * new[name] for name in average}
    return average


@both
@pytest.mark.parametrize("decay", [0.3, 0.9])
def test_the_average_is_the_formula_and_learning_goes_on_from_the_raw_weights(kind, decay):
    notes, plain = Notes(), Notes()
    _, history = train(kind, callbacks=[notes, WeightAverage(decay)])
    _, without = train(kind, callbacks=[plain])
    for a, b in zip(notes.steps, plain.steps, strict=True):  # θ itself is not touched by the average
        assert all(np.array_equal(a[name], b[name]) for name in a)
    per_epoch = len(notes.steps) // 3
    for epoch, carried in enumerate(notes.ends, start=1):
        wanted = by_hand(notes.steps[: epoch * per_epoch], decay)
        for name, a in carried.items():
            np.testing.assert_allclose(a, wanted[name], rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(history["loss"], without["loss"])


@both
def test_validation_grades_the_average_and_the_model_keeps_it(kind):
    (x, y), (x_val, y_val) = blobs(), blobs(60, 1)
    model, history = train(
        kind,
        ((x, y), (x_val, y_val)),
        metrics={"accuracy": metrics.accuracy},
        callbacks=[WeightAverage(0.95)],
    )
    if kind == "numpy":
        value = nn.cross_entropy(model(x_val), y_val)[0]
    else:
        with torch.no_grad():
            value = torch.nn.functional.cross_entropy(model(torch.from_numpy(x_val)), torch.from_numpy(y_val))
    assert history["val_loss"][-1] == pytest.approx(float(value), abs=1e-12)


@both
@pytest.mark.parametrize("order", [1, -1])
def test_with_early_stopping_the_best_average_comes_back_in_either_order(kind, order):
    stopping = EarlyStopping("val_loss", patience=9)
    hooks = [stopping, WeightAverage(0.5)][::order]
    model, history = train(kind, (blobs(), blobs(60, 1)), rate=0.4, epochs=6, callbacks=hooks)
    x, y = blobs(60, 1)
    if kind == "numpy":
        value = nn.cross_entropy(model(x), y)[0]
    else:
        with torch.no_grad():
            value = torch.nn.functional.cross_entropy(model(torch.from_numpy(x)), torch.from_numpy(y)).item()
    assert value == pytest.approx(history["val_loss"].min(), abs=1e-12)


@both
def test_a_resumed_run_is_the_whole_one_bit_by_bit(kind, tmp_path):
    path, options = tmp_path / "a.npz", {"dropout": 0.2}
    whole, history = train(kind, callbacks=[WeightAverage(0.9)], epochs=5, **options)
    train(kind, callbacks=[WeightAverage(0.9)], epochs=2, checkpoint=path, **options)
    model, again = train(
        kind, callbacks=[WeightAverage(0.9)], epochs=5, checkpoint=path, resume=True, **options
    )
    for a, b in zip(whole.parameters(), model.parameters(), strict=True):
        assert np.array_equal(np.asarray(a.data), np.asarray(b.data))
    np.testing.assert_array_equal(history["loss"], again["loss"])


def test_buffers_are_averaged_and_whole_numbers_copied():
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(2, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 3)
    ).double()
    notes = Notes()
    fit(model, blobs(), torch.nn.functional.cross_entropy, torch.optim.SGD(model.parameters(), 0.1),
        epochs=2, rng=np.random.default_rng(0), callbacks=[WeightAverage(0.8), notes],
        progress=False)  # fmt: skip
    state, wanted = model.state_dict(), by_hand(notes.steps, 0.8)
    assert state["1.num_batches_tracked"].item() == len(notes.steps)
    np.testing.assert_allclose(state["1.running_mean"].numpy(), wanted["1.running_mean"], rtol=1e-12)


def test_float16_is_averaged_in_float32():
    average, model = WeightAverage(0.999), numpy_net(dtype=np.float16)
    fit(model, blobs(), nn.cross_entropy, nn.SGD(model.parameters(), 0.01), epochs=1,
        rng=np.random.default_rng(0), callbacks=[average], progress=False)  # fmt: skip
    state = average.state_dict()
    assert state["average.0.weight"].dtype == np.float32 and state["raw.0.weight"].dtype == np.float16
    assert model.parameters()[0].data.dtype == np.float16


def test_no_epoch_leaves_the_model_alone():
    model, _ = train("numpy", callbacks=[WeightAverage(0.9)], epochs=0)
    assert all(
        np.array_equal(a.data, b.data)
        for a, b in zip(model.parameters(), numpy_net().parameters(), strict=True)
    )


@pytest.mark.parametrize("decay", [0, 1, 1.5, -0.1, np.nan, True, "0.9", None])
def test_a_wrong_decay_is_refused(decay):
    with pytest.raises(ValueError, match="decay"):
        WeightAverage(decay)


@pytest.mark.parametrize(("change", "message"), [
    (lambda s: s.pop("steps"), "steps"),
    (lambda s: s.update(steps=np.array(-1)), "steps"),
    (lambda s: s.update(steps=np.array(0)), "không hợp"),
    (lambda s: s.update(other=np.ones(1)), "mục lạ"),
    (lambda s: s.update({"average.0.weight": np.ones((9, 9))}), "0.weight"),
    (lambda s: s["raw.0.weight"].fill(np.nan), "NaN"),
    (lambda s: s.pop("average.0.bias"), "0.bias"),
])  # fmt: skip
def test_a_torn_state_is_refused_and_changes_nothing(change, message):
    average = WeightAverage(0.9)
    train("numpy", callbacks=[average])
    before, state = average.state_dict(), average.state_dict()
    change(state)
    with pytest.raises(ValueError, match=message):
        average.load_state_dict(state)
    assert all(np.array_equal(a, before[name]) for name, a in average.state_dict().items())
