"""fit: numpy and torch models alike learn, and repeat what they did."""

import numpy as np
import pytest
import torch
from small_runs import KINDS, F, as_bytes, blobs, both, numpy_net, torch_net, train, weights

from hocsau import nn
from hocsau.data.dataset import Dataset, Info, Split
from hocsau.training import EarlyStopping, fit, metrics

XOR = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])


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
