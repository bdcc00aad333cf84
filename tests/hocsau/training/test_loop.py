"""fit: numpy and torch models alike."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.training import DivergenceError, EarlyStopping, fit, metrics

F = torch.nn.functional
XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])


def blobs(n=90, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    return rng.normal(size=(n, 2)) + np.array([[0, 3], [3, 0], [-3, -3]])[y], y


def numpy_net(seed=0, dropout=0.0, batch_norm=False, dtype=np.float64, out=3):
    rng = np.random.default_rng(seed)
    layers = [nn.Linear(2, 8, rng=rng, dtype=dtype), nn.Tanh()]
    layers += [nn.BatchNorm1d(8, dtype=dtype)] * batch_norm + [nn.Dropout(dropout, rng=rng)] * (dropout > 0)
    return nn.Sequential(*layers, nn.Linear(8, out, rng=rng, dtype=dtype))


def torch_net(seed=0, dropout=0.0, out=3, dtype=torch.float64):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torch.nn.Sequential(
            torch.nn.Linear(2, 8),
            torch.nn.Tanh(),
            torch.nn.Dropout(dropout),
            torch.nn.Linear(8, out),
        ).to(dtype)


KINDS = {
    "numpy": (numpy_net, nn.cross_entropy, lambda m, lr: nn.Adam(m.parameters(), lr)),
    "torch": (torch_net, F.cross_entropy, lambda m, lr: torch.optim.Adam(m.parameters(), lr)),
}
both = pytest.mark.parametrize("kind", KINDS)


def weights(model):
    return [np.asarray(p.data) for p in model.parameters()]


def as_bytes(model):
    return b"".join(w.tobytes() for w in weights(model))


def train(kind, data=None, rate=0.01, seed=0, dropout=0.0, **options):
    make, loss, optimizer = KINDS[kind]
    model = make(dropout=dropout)
    options = {"epochs": 3, "batch_size": 32, "progress": False, "rng": np.random.default_rng(seed)} | options
    return model, fit(model, data or blobs(), loss, optimizer(model, rate), **options)


@both
def test_xor_is_learnt(kind):
    model, history = train(
        kind, XOR, rate=0.05, epochs=300, batch_size=4, metrics={"accuracy": metrics.accuracy}
    )
    assert history["loss"][-1] < 1e-2 and history["accuracy"][-1] == 1
    assert len(history) == 300 and history["loss"].dtype == np.float64


@both
def test_every_column_is_there(kind):
    x, y = blobs()
    _, history = train(
        kind,
        ((x[:60], y[:60]), (x[60:], y[60:])),
        metrics={"accuracy": metrics.accuracy},
        schedule=nn.schedules.step_decay(0.1, 2),
    )
    assert list(history) == ["loss", "accuracy", "val_loss", "val_accuracy", "learning_rate", "seconds"]
    np.testing.assert_allclose(history["learning_rate"], [0.1, 0.01, 0.001])  # two batches an epoch
    assert (history["seconds"] > 0).all()


def test_numpy_and_torch_walk_together():
    ours, theirs = numpy_net(), torch_net()
    with torch.no_grad():
        for i in (0, 2):
            layer = theirs[0 if i == 0 else 3]
            layer.weight.copy_(torch.tensor(ours[i].weight.data.T))
            layer.bias.copy_(torch.tensor(ours[i].bias.data))
    x, y = blobs()
    data, options = ((x[:70], y[:70]), (x[70:], y[70:])), {"epochs": 5, "batch_size": 16, "progress": False}
    options |= {"metrics": {"accuracy": metrics.accuracy}, "max_norm": 0.5}
    a = fit(
        ours,
        data,
        nn.cross_entropy,
        nn.Adam(ours.parameters(), 0.01),
        rng=np.random.default_rng(1),
        **options,
    )
    b = fit(
        theirs,
        data,
        F.cross_entropy,
        torch.optim.Adam(theirs.parameters(), 0.01),
        rng=np.random.default_rng(1),
        **options,
    )
    for name in ("loss", "val_loss", "accuracy", "val_accuracy"):
        np.testing.assert_allclose(a[name], b[name], rtol=1e-6)  # torch adds 1e-6 to the norm when it clips


@both
def test_same_seed_same_bytes(kind):
    first, h1 = train(kind, dropout=0.3)
    second, h2 = train(kind, dropout=0.3)
    other, _ = train(kind, dropout=0.3, seed=1)
    assert as_bytes(first) == as_bytes(second) != as_bytes(other)
    assert h1["loss"].tobytes() == h2["loss"].tobytes()


def test_the_generator_of_torch_is_left_alone():
    before = torch.get_rng_state()
    train("torch", dropout=0.3)
    assert torch.equal(before, torch.get_rng_state())


@both
def test_validation_changes_neither_weights_nor_random_numbers(kind):
    alone, _ = train(kind, dropout=0.3)
    watched, _ = train(kind, (blobs(), blobs(40, 1)), dropout=0.3, metrics={"accuracy": metrics.accuracy})
    assert as_bytes(alone) == as_bytes(watched)


def test_validation_is_measured_without_dropout():
    x, y = blobs()
    model, history = train("numpy", ((x, y), (x, y)), dropout=0.5, epochs=1, batch_size=7)
    assert not model.training
    assert history["val_loss"][0] == pytest.approx(nn.cross_entropy(model(x), y)[0], rel=1e-12)


def test_the_loss_of_an_epoch_is_the_mean_over_samples():
    x, y = blobs(10)
    model = numpy_net()
    expected = nn.cross_entropy(model(x), y)[0]
    history = fit(
        model,
        (x, y),
        nn.cross_entropy,
        nn.SGD(model.parameters(), 1e-12),
        epochs=1,
        batch_size=4,
        rng=np.random.default_rng(0),
        progress=False,
    )
    assert history["loss"][0] == pytest.approx(expected, rel=1e-9)  # batches of 4, 4 and 2


@both
def test_float32_stays_float32(kind):
    make, loss, optimizer = KINDS[kind]
    model = make(dtype=np.float32 if kind == "numpy" else torch.float32)
    seen = set()

    def watched(outputs, target):
        seen.add(str(outputs.dtype).removeprefix("torch."))
        return loss(outputs, target)

    x, y = blobs()  # float64, while the model is float32
    fit(
        model,
        (x, y),
        watched,
        optimizer(model, 0.01),
        epochs=1,
        batch_size=32,
        rng=np.random.default_rng(0),
        progress=False,
    )
    assert seen == {"float32"} and all(w.dtype == np.float32 for w in weights(model))


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, bool, np.float32])
@pytest.mark.parametrize("kind", KINDS)
def test_binary_targets_may_be_integers(kind, dtype):
    x, y = blobs()
    y = (y > 0).astype(dtype).reshape(-1, 1)
    if kind == "numpy":
        model = numpy_net(out=1, dtype=np.float32)
        loss, optimizer = nn.bce_with_logits, nn.SGD(model.parameters(), 0.1)
    else:
        model = torch_net(out=1)
        loss, optimizer = F.binary_cross_entropy_with_logits, torch.optim.SGD(model.parameters(), 0.1)
    history = fit(
        model,
        (x, y),
        loss,
        optimizer,
        epochs=20,
        batch_size=16,
        rng=np.random.default_rng(0),
        metrics={"accuracy": metrics.accuracy},
        progress=False,
    )
    assert history["accuracy"][-1] > 0.8


def test_every_form_of_data_is_the_same_data():
    x, y = blobs()
    info = Info("x", "x", "small", False, "", "", "", "")
    forms = [
        (x, y),
        [x, y],
        Split(x, y),
        (torch.tensor(x), torch.tensor(y)),
        (x.tolist(), y.tolist()),
        Dataset(Split(x, y), None, None, info),
    ]
    assert len({as_bytes(train("numpy", form)[0]) for form in forms}) == 1
    with_val = [((x, y), (x, y)), (Split(x, y), Split(x, y)), Dataset(Split(x, y), Split(x, y), None, info)]
    assert all("val_loss" in train("numpy", form)[1] for form in with_val)


def test_a_last_batch_of_one_joins_the_batch_before_when_there_is_batch_norm():
    x, y = blobs(33)
    model = numpy_net(batch_norm=True)
    history = fit(
        model,
        (x, y),
        nn.cross_entropy,
        nn.SGD(model.parameters(), 0.1),
        epochs=1,
        batch_size=32,
        rng=np.random.default_rng(0),
        progress=False,
    )
    assert len(history) == 1
    with pytest.raises(ValueError, match="từ 2 mẫu"):
        fit(
            model,
            (x, y),
            nn.cross_entropy,
            nn.SGD(model.parameters(), 0.1),
            epochs=1,
            batch_size=1,
            rng=np.random.default_rng(0),
            progress=False,
        )


@both
def test_early_stopping_puts_the_best_weights_back(kind):
    x, y = blobs()
    stopping, kept = EarlyStopping("val_loss", patience=2), []
    model, history = train(
        kind,
        ((x, y), (x, (y + 1) % 3)),
        epochs=50,
        rate=0.05,
        callbacks=[stopping, lambda run: kept.append(as_bytes(run.model))],
    )
    assert len(history) == stopping.best_epoch + 2 < 50 and history.stopped
    assert as_bytes(model) == kept[stopping.best_epoch - 1] != kept[-1]


def test_a_function_is_a_callback():
    epochs = []
    train("numpy", callbacks=[lambda run: epochs.append((run.epoch, run.model.training, len(run.history)))])
    assert epochs == [(1, False, 1), (2, False, 2), (3, False, 3)]


def test_no_epoch_changes_nothing():
    model, history = train("numpy", epochs=0)
    assert as_bytes(model) == as_bytes(numpy_net()) and len(history) == 0


def test_the_progress_bar_is_vietnamese_and_can_be_off(capsys, monkeypatch):
    train("numpy", progress=True)
    out, err = capsys.readouterr()
    assert out == "" and "Huấn luyện, epoch" in err
    train("numpy", progress=False)
    monkeypatch.setenv("HOCSAU_STATIC", "1")
    train("numpy", progress=True)
    assert capsys.readouterr() == ("", "")


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
