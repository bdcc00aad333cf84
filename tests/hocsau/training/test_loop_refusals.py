"""fit: divergence is stopped, and wrong input refused before anything changes."""

import numpy as np
import pytest
import torch
from small_runs import KINDS, F, as_bytes, blobs, both, numpy_net, torch_net, train

from hocsau import nn
from hocsau.training import DivergenceError, EarlyStopping, fit, metrics


def diverging(kind, **options):
    x, y = np.random.default_rng(0).normal(size=(64, 2)) * 10, np.ones((64, 1))
    if kind == "numpy":
        model = nn.Sequential(nn.Linear(2, 1, rng=np.random.default_rng(0)))
        loss, optimizer = nn.mse, nn.Momentum(model.parameters(), 0.001)
    else:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            model = torch.nn.Linear(2, 1, dtype=torch.float64)
        loss, optimizer = F.mse_loss, torch.optim.SGD(model.parameters(), 0.001, momentum=0.9)
    rng, kept = np.random.default_rng(0), []

    def schedule(step):
        return 0.001 if step < 32 else 1e200

    def keep(run):
        kept.append((as_bytes(model), rng.bit_generator.state))

    with pytest.raises(DivergenceError) as caught:
        fit(
            model,
            (x, y),
            loss,
            optimizer,
            epochs=5,
            batch_size=4,
            rng=rng,
            schedule=schedule,
            callbacks=[keep],
            progress=False,
            **options,
        )
    return model, optimizer, rng, kept, caught.value


@both
@pytest.mark.filterwarnings("error")
def test_divergence_stops_and_puts_the_last_good_epoch_back(kind):
    model, optimizer, rng, kept, error = diverging(kind)
    assert "epoch 3, batch" in str(error) and "1e+200" in str(error) and "cuối epoch 2" in str(error)
    assert len(error.history) == len(kept) == 2
    assert (as_bytes(model), rng.bit_generator.state) == kept[-1]
    rate = optimizer.learning_rate if kind == "numpy" else optimizer.param_groups[0]["lr"]
    assert rate == 0.001


@both
def test_weights_that_overflow_in_the_last_step_are_a_divergence(kind):
    x, y = blobs()
    make, loss, _ = KINDS[kind]
    model = make()
    before = as_bytes(model)
    optimizer = (nn.SGD if kind == "numpy" else torch.optim.SGD)(model.parameters(), 1e308)
    loss = (
        (lambda z, t: tuple(1e10 * v for v in nn.cross_entropy(z, t)))
        if kind == "numpy"
        else (lambda z, t: 1e10 * F.cross_entropy(z, t))
    )
    with pytest.raises(DivergenceError, match="trọng số"):
        fit(
            model,
            (x, y),
            loss,
            optimizer,
            epochs=1,
            batch_size=len(x),
            rng=np.random.default_rng(0),
            progress=False,
        )
    assert as_bytes(model) == before


def bad_values():
    x, y = blobs(20)
    nan, inf = x.copy(), x.copy()
    nan[3, 1], inf[2, 0] = np.nan, np.inf
    many = y.copy()
    many[17] = 3
    negative = y.copy()
    negative[17] = -1
    return {
        "x and y of different lengths": ({"data": (x, y[:-1])}, "20 mẫu còn y có 19"),
        "no data": ({"data": (x[:0], y[:0])}, "không có mẫu"),
        "NaN": ({"data": (nan, y)}, "dòng 3, cột 1"),
        "inf": ({"data": (inf, y)}, "dòng 2, cột 0"),
        "NaN in validation": ({"data": ((x, y), (nan, y))}, "x_val .* dòng 3"),
        "text": ({"data": (x.astype(str), y)}, "mảng số"),
        "ragged": ({"data": ([[1.0], [1.0, 2.0]], [0, 1])}, "dài ngắn"),
        "no pair": ({"data": x}, "Dataset, Split"),
        "wrong width": ({"data": (x[:, :1], y)}, "model không nhận được x"),
        "validation of another width": ({"data": ((x, y), (x[:, :1], y))}, "cùng shape"),
        "label too large": ({"data": (x, many)}, "từ 0 đến 3"),
        "label negative": ({"data": (x, negative)}, "từ -1 đến 2"),
        "label too large in validation": ({"data": ((x, y), (x, many))}, "từ 0 đến 3"),
        "target of another width": ({"data": (x, np.ones((20, 2)))}, "loss không nhận"),
        "batch_size 0": ({"batch_size": 0}, "batch_size = 0"),
        "batch_size 1.5": ({"batch_size": 1.5}, "batch_size = 1.5"),
        "epochs negative": ({"epochs": -1}, "epochs = -1"),
        "no rng": ({"rng": None}, "rng"),
        "a seed for rng": ({"rng": 0}, "rng"),
        "schedule ends": ({"schedule": lambda step: 1.0 - step}, r"schedule\(1\) = 0.0"),
        "schedule NaN": ({"schedule": lambda step: np.nan}, r"schedule\(0\) = nan"),
        "max_norm 0": ({"max_norm": 0}, "max_norm"),
        "metric named loss": ({"metrics": {"loss": metrics.mse}}, "'loss'"),
        "metric that fails": ({"metrics": {"mse": metrics.mse}}, "thước đo 'mse'"),
        "metric of many numbers": ({"metrics": {"a": lambda z, t: z}}, "thước đo 'a'"),
        "nothing to monitor": ({"callbacks": [EarlyStopping("val_loss")]}, "kiểm định"),
    }


@both
@pytest.mark.parametrize("name", bad_values())
def test_bad_input_is_refused_before_anything_changes(kind, name):
    make, loss, optimizer = KINDS[kind]
    change, words = bad_values()[name]
    model, rng = make(), np.random.default_rng(0)
    state = rng.bit_generator.state
    options = {"data": blobs(20), "epochs": 2, "batch_size": 8, "rng": rng, "progress": False} | change
    opt = optimizer(model, 0.1)
    with pytest.raises(ValueError, match=words):
        fit(model, options.pop("data"), loss, opt, **options)
    assert as_bytes(model) == as_bytes(make()) and rng.bit_generator.state == state
    assert all(m.training for m in (model.modules() if kind == "torch" else model.layers))


def test_one_hot_is_refused_where_indices_are_wanted():
    x, y = blobs()
    with pytest.raises(ValueError, match="one-hot"):  # to torch, such rows are probabilities of the classes
        train("numpy", (x, np.eye(3, dtype=int)[y]))


def test_a_wrong_optimizer_is_refused():
    ours, theirs = numpy_net(), torch_net()
    pairs = [
        (ours, nn.SGD(numpy_net(1).parameters(), 0.1), "model khác"),
        (theirs, torch.optim.SGD(torch_net(1).parameters(), 0.1), "model khác"),
        (ours, torch.optim.SGD(theirs.parameters(), 0.1), "hocsau.nn"),
        (theirs, nn.SGD(ours.parameters(), 0.1), "torch.optim"),
        (theirs, torch.optim.SGD(theirs.parameters(), 0.0), "learning rate"),
        (theirs, torch.optim.SGD(theirs.parameters(), float("nan")), "learning rate"),
        ("model", None, "str"),
    ]
    for model, optimizer, words in pairs:
        with pytest.raises(ValueError, match=words):
            fit(model, blobs(), F.cross_entropy, optimizer, epochs=1, rng=np.random.default_rng(0))


def test_a_wrong_loss_is_refused():
    ours, theirs = numpy_net(), torch_net()
    sgd, tgd = nn.SGD(ours.parameters(), 0.1), torch.optim.SGD(theirs.parameters(), 0.1)
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="gradient"):
        fit(ours, blobs(), lambda z, t: nn.cross_entropy(z, t)[0], sgd, epochs=1, rng=rng)
    with pytest.raises(ValueError, match="vô hướng"):
        fit(theirs, blobs(), lambda z, t: F.cross_entropy(z, t, reduction="none"), tgd, epochs=1, rng=rng)
    with pytest.raises(ValueError, match="loss không nhận"):
        fit(theirs, (blobs()[0], np.ones(90)), F.mse_loss, tgd, epochs=1, rng=rng)
    with pytest.raises(ValueError, match="loss không nhận"):  # (N, 1) against (N,): torch would only warn
        one = torch_net(out=1)
        fit(
            one,
            (blobs()[0], np.ones(90)),
            F.mse_loss,
            torch.optim.SGD(one.parameters(), 0.1),
            epochs=1,
            rng=rng,
        )
