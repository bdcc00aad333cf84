"""The rate finder: a geometric sweep that leaves no trace, and says where the loss falls."""

import numpy as np
import pytest
import torch
from small_runs import KINDS, blobs, both

from hocsau import nn
from hocsau.data import transforms as T
from hocsau.training import augmented, find_rate, fit, softened


def sweep(kind, rng=None, model=None, data=None, **options):
    make, loss, optimizer = KINDS[kind]
    model = model or make(dropout=0.2)
    rng = rng or np.random.default_rng(0)
    return find_rate(model, data or blobs(), loss, optimizer(model, 0.01), rng=rng, **options)


@both
def test_the_rates_rise_evenly_on_a_log_scale_and_the_smoothing_is_the_formula(kind):
    found = sweep(kind, low=1e-4, high=1.0, steps=20, smoothing=0.8, stop=1e9)
    np.testing.assert_allclose(found.rates, np.geomspace(1e-4, 1, 20))
    mean, wanted = 0.0, []
    for t, value in enumerate(found.losses, start=1):
        mean = 0.8 * mean + 0.2 * value
        wanted.append(mean / (1 - 0.8**t))
    np.testing.assert_allclose(found.smoothed, wanted)
    assert found.losses.shape == found.smoothed.shape == (20,)


@both
def test_nothing_is_left_of_it_not_even_in_the_run_that_follows(kind):
    """Trained a little, swept until it breaks, trained on: as if it had never been swept."""
    make, loss, optimizer = KINDS[kind]
    ends = []
    for swept in (False, True):
        model = make(dropout=0.3)
        steps, rng = optimizer(model, 0.05), np.random.default_rng(7)
        torch.manual_seed(1)
        options = {"epochs": 2, "rng": rng, "progress": False}
        fit(model, blobs(), loss, steps, **options)
        if swept:
            rates = [group["lr"] for group in steps.param_groups] if kind == "torch" else steps.learning_rate
            model.train()
            find_rate(model, blobs(), loss, steps, low=1e-3, high=1e4, rng=rng)
            assert model.training  # as it was
            again = [group["lr"] for group in steps.param_groups] if kind == "torch" else steps.learning_rate
            assert again == rates
        history = fit(model, blobs(), loss, steps, **options)
        state = model.state_dict()
        ends.append({n: np.asarray(a).copy() for n, a in state.items()} | {"loss": history["loss"]})
    assert all(np.array_equal(ends[0][name], ends[1][name]) for name in ends[0])


@both
def test_before_the_first_step_too(kind):
    make, loss, optimizer = KINDS[kind]
    model = make()
    steps, before = optimizer(model, 0.01), [np.asarray(p.data).copy() for p in model.parameters()]
    find_rate(model, blobs(), loss, steps, rng=np.random.default_rng(0))
    assert all(np.array_equal(a, p.data) for a, p in zip(before, model.parameters(), strict=True))
    kept = steps.state_dict()
    assert kept["steps"] == 0 if kind == "numpy" else kept["state"] == {}


@both
def test_it_stops_when_the_loss_breaks_and_suggests_a_rate_that_learns(kind):
    found = sweep(kind, low=1e-5, high=1e5, steps=200)
    assert len(found.rates) < 200 and np.all(np.isfinite(found.losses))
    assert found.rates[0] < found.suggestion < found.rates[found.smoothed.argmin()]
    make, loss, optimizer = KINDS[kind]
    model = make()
    history = fit(model, blobs(), loss, optimizer(model, found.suggestion), epochs=20,
                  rng=np.random.default_rng(0), progress=False)  # fmt: skip
    assert history["loss"][-1] < 0.5 * history["loss"][0]


def test_the_suggestion_is_where_a_known_curve_falls_fastest():
    from hocsau.training.rate_finder import _steepest

    rates = np.geomspace(1e-4, 1, 81)
    z = np.log10(rates)
    curve = 1 / (1 + np.exp(4 * (z + 2))) + np.exp(6 * (z + 0.5))  # falls fastest at 1e-2, then rises
    assert _steepest(rates, curve) == pytest.approx(1e-2, rel=0.15)
    assert _steepest(rates, z) is None  # rises from the start
    assert _steepest(rates, np.ones(81)) is None


def test_no_suggestion_when_nothing_falls():
    x, y = np.zeros((40, 2)), np.tile([0, 1], 20)
    model = nn.Sequential(nn.Linear(2, 2, rng=np.random.default_rng(0)))
    for p in model.parameters():
        p.data[...] = 0  # the best there is: half of the labels at random
    found = find_rate(model, (x, y), nn.cross_entropy, nn.SGD(model.parameters(), 0.1), batch_size=40,
                      rng=np.random.default_rng(0), high=1.0)  # fmt: skip
    assert found.suggestion is None


def test_it_takes_the_step_of_augmentation_and_soft_labels():
    x = np.random.default_rng(0).random((40, 1, 4, 4))
    y = (x[:, 0, 0, 0] > 0.5).astype(int)
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 2, rng=np.random.default_rng(0)))
    rng = np.random.default_rng(1)
    step = augmented(softened(2, 0.1, augment=T.Flip(), mix=T.mixup), rng)
    found = find_rate(model, (x, y), nn.soft_cross_entropy, nn.SGD(model.parameters(), 0.1), rng=rng,
                      steps=30, train_batch=step)  # fmt: skip
    assert len(found.rates) == 30


@both
@pytest.mark.parametrize(("options", "message"), [
    ({"low": 0}, "low"), ({"low": 1, "high": 1}, "low"), ({"high": np.inf}, "high"), ({"low": True}, "low"),
    ({"steps": 9}, "steps"), ({"steps": 20.0}, "steps"), ({"smoothing": 1}, "smoothing"),
    ({"smoothing": -0.1}, "smoothing"), ({"stop": 1}, "stop"), ({"stop": np.nan}, "stop"),
    ({"batch_size": 0}, "batch_size"), ({"rng": 3}, "rng"), ({"train_batch": 3}, "train_batch"),
    ({"max_norm": 0}, "max_norm"), ({"data": (np.ones((4, 2)), np.array([0, 1, 2, 9]))}, "nhãn"),
    ({"data": (np.ones((0, 2)), np.ones(0, int))}, "không có mẫu"),
    ({"data": (np.full((4, 2), np.nan), np.arange(4) % 3)}, "hữu hạn"),
])  # fmt: skip
def test_bad_input_is_refused_before_anything_changes(kind, options, message):
    model = KINDS[kind][0]()
    before = [np.asarray(p.data).copy() for p in model.parameters()]
    with pytest.raises(ValueError, match=message):
        sweep(kind, model=model, **options)
    assert all(np.array_equal(a, p.data) for a, p in zip(before, model.parameters(), strict=True))


def test_a_loss_that_is_infinite_at_once_is_said_and_the_weights_come_back():
    make, _, optimizer = KINDS["numpy"]
    model = make()

    def broken(outputs, y):
        value, gradient = nn.cross_entropy(outputs, y)
        return (np.inf if model.training else value), gradient

    before = [p.data.copy() for p in model.parameters()]
    with pytest.raises(ValueError, match="bước đầu"):
        find_rate(model, blobs(), broken, optimizer(model, 0.1), rng=np.random.default_rng(0))
    assert all(np.array_equal(a, p.data) for a, p in zip(before, model.parameters(), strict=True))
