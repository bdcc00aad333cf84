"""What fit takes: trees, ragged and lazy data, a step of one's own."""

import numpy as np
import pytest
import torch
from fit_forms import F, Lazy, N, Tokens, TorchTwo, Two, as_bytes, numbers, pad, ragged, token_loss, train

from hocsau import nn
from hocsau.data.dataset import Split
from hocsau.data.folders import ImageFolder, read_folder
from hocsau.errors import DataError
from hocsau.training import batches, metrics


def test_several_inputs_in_a_tuple_or_a_dict_or_read_one_by_one():
    a, b, y = numbers()
    forms = [
        ((a, b), y),
        [(a, b), y],
        ({"a": a, "b": b}, y),
        ({"b": b, "a": Lazy(a)}, y),
        ((Lazy(a), b), Lazy(y)),
        ((torch.tensor(a), b.tolist()), y),
        (((a, b), y), None),
        Lazy([(a[i], b[i]) for i in range(N)], y),
        Lazy([{"a": a[i], "b": b[i]} for i in range(N)], y),
    ]
    results = [train(form, metrics={"accuracy": metrics.accuracy}) for form in forms]
    assert len({as_bytes(model) for model, _ in results}) == 1
    assert len({h["accuracy"].tobytes() for _, h in results}) == 1
    model, history = train((((a, b), y), ((a, b), y)))
    assert "val_loss" in history and as_bytes(model) == as_bytes(results[0][0])


@pytest.mark.parametrize("form", [lambda a, b, y: ((a, b), y), lambda a, b, y: ({"a": a, "b": b}, y)])
def test_numpy_and_torch_walk_together(form):
    ours, data = Two(), form(*numbers())
    theirs = TorchTwo(ours)
    _, h = train(data, ours, max_norm=0.5)
    _, t = train(data, theirs, F.cross_entropy, max_norm=0.5)
    np.testing.assert_allclose(h["loss"], t["loss"], rtol=1e-6)
    np.testing.assert_allclose(ours.left.weight.data.T, theirs.left.weight.detach().numpy(), atol=1e-6)


def test_several_targets():
    a, b, y = numbers()

    def loss(outputs, truth):
        first, dfirst = nn.cross_entropy(outputs, truth["label"])
        second, dsecond = nn.mse(outputs, truth["score"])
        return first + second, dfirst + dsecond

    score = np.random.default_rng(1).normal(size=(N, 4))
    seen = {}

    def right(outputs, truth):
        seen.update({name: len(part) for name, part in truth.items()})
        return metrics.accuracy(outputs, truth["label"])

    _, history = train(
        ((a, b), {"label": y.astype(np.uint8), "score": score}),
        loss=loss,
        metrics={"right": right},
        epochs=15,
    )
    assert history["loss"][-1] < history["loss"][0] and seen == {"label": N, "score": N}


def test_several_outputs():
    class Heads(nn.Module):
        def __init__(self):
            rng = np.random.default_rng(0)
            self.heads = {"label": nn.Linear(3, 4, rng=rng), "score": nn.Linear(3, 1, rng=rng)}

        def forward(self, x):
            return {name: head(x) for name, head in self.heads.items()}

        def backward(self, dy):
            return sum(head.backward(dy[name]) for name, head in self.heads.items())

    def loss(outputs, truth):
        pairs = {"label": nn.cross_entropy, "score": nn.mse}
        found = {name: f(outputs[name], truth[name]) for name, f in pairs.items()}
        return sum(v for v, _ in found.values()), {name: g for name, (_, g) in found.items()}

    a, _, y = numbers()
    data = (a, {"label": y, "score": (y > 1).astype(int)[:, None]})
    tally = {"accuracy": lambda o, t: metrics.accuracy(o["label"], t["label"])}
    _, history = train(((a, data[1]), (a, data[1])), Heads(), loss, metrics=tally, epochs=15)
    assert history["loss"][-1] < history["loss"][0] and history["val_accuracy"][-1] > 0.2


def test_ragged_sequences_with_a_collate():
    x, y = ragged()
    right = {"right": lambda z, t: metrics.accuracy(z, t, axis=-1, ignore=-1)}
    results = [
        train(
            (form, (form[0], form[1])), Tokens(), token_loss, rate=1.0, metrics=right, collate=pad, epochs=40
        )
        for form in ((x, y), (Lazy(x), Lazy(y)))
    ]
    assert len({as_bytes(model) for model, _ in results}) == 1
    assert results[0][1]["right"][-1] > 0.9 and results[0][1]["val_right"][-1] > 0.9
    with pytest.raises(DataError, match="collate"):
        train((x, y), Tokens(), token_loss)
    with pytest.raises(DataError, match="collate"):
        train(Lazy(x, y), Tokens(), token_loss)


def test_lazy_data_is_read_when_its_turn_comes():
    a, b, y = numbers()
    source = Lazy([(a[i], b[i]) for i in range(N)], y)
    held = []
    train(source, epochs=1, callbacks=[lambda run: held.append(len(source.read))])
    assert held[0] - N <= 2 * batches.LAZY_PROBE  # a few to try, then each once
    assert sorted(source.read[-N:]) == list(range(N))


def test_a_folder_of_pictures_is_not_read_whole(tmp_path):
    from PIL import Image

    rng = np.random.default_rng(0)
    for label, name in enumerate(["tối", "sáng"]):
        (tmp_path / name).mkdir()
        for i in range(6):
            pixels = rng.integers(0, 80, (8, 8, 3)) + 170 * label
            Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / name / f"{i}.png")
    folder = read_folder(tmp_path, size=8)
    assert isinstance(folder, ImageFolder)
    rng = np.random.default_rng(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(192, 2, rng=rng, dtype=np.float32))
    _, history = train(
        (folder, folder), model, epochs=20, batch_size=4, metrics={"accuracy": metrics.accuracy}, rate=0.05
    )
    assert history["val_accuracy"][-1] == 1
    whole = nn.Sequential(nn.Flatten(), nn.Linear(192, 2, rng=np.random.default_rng(0), dtype=np.float32))
    train(folder.arrays(), whole, epochs=20, batch_size=4, rate=0.05)
    assert as_bytes(whole) == as_bytes(model)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "bool", "float16"])
def test_pictures_of_whole_numbers_are_learnt_as_their_numbers(dtype):
    rng = np.random.default_rng(0)
    x = (rng.integers(0, 256, (N, 1, 6, 6)) * (0.004 if dtype == "bool" else 1)).astype(dtype)
    y = rng.integers(0, 2, N)

    def network():
        draw = np.random.default_rng(1)
        return nn.Sequential(
            nn.AvgPool2d(2), nn.Conv2d(1, 2, 3, rng=draw), nn.Flatten(), nn.Linear(2, 2, rng=draw)
        )

    ours, history = train((x, y), network(), rate=1e-4)
    right, expected = train((x.astype(np.float64), y), network(), rate=1e-4)
    np.testing.assert_allclose(history["loss"], expected["loss"], rtol=1e-5)


@pytest.mark.parametrize("kind", ["numpy", "torch"])
def test_the_step_may_be_ones_own(kind):
    """Noise is added to x before the ordinary step; a second loss is a column of its own."""
    a, b, y = numbers()
    seen = []

    def step(backend, x, y, max_norm):
        seen.append((len(y), max_norm))
        value, outputs = backend.train_batch(tuple(part + 0 for part in x), y, max_norm)
        return value, outputs

    ours = Two()
    model, loss = (ours, nn.cross_entropy) if kind == "numpy" else (TorchTwo(ours), F.cross_entropy)
    plain = Two() if kind == "numpy" else TorchTwo(Two())
    train(((a, b), y), model, loss, train_batch=step, max_norm=2.0)
    train(((a, b), y), plain, loss, max_norm=2.0)
    weights = [
        [np.asarray(p.detach() if kind == "torch" else p.data) for p in m.parameters()]
        for m in (model, plain)
    ]
    for p, q in zip(*weights, strict=True):
        np.testing.assert_array_equal(p, q)
    assert seen == [(16, 2.0), (16, 2.0), (16, 2.0), (12, 2.0)] * 2


def test_a_resumed_run_with_trees_goes_on_to_the_same_bits(tmp_path):
    a, b, y = numbers()
    path = tmp_path / "run.npz"
    whole, history = train(((Lazy(a), b), y), epochs=5)
    train(((Lazy(a), b), y), epochs=2, checkpoint=path)
    model, resumed = train(((Lazy(a), b), y), Two(3), epochs=5, checkpoint=path, resume=True)
    assert as_bytes(model) == as_bytes(whole) and history["loss"].tobytes() == resumed["loss"].tobytes()
    with pytest.raises(DataError, match="dữ liệu"):
        train(((Lazy(a + 1), b), y), Two(3), epochs=9, checkpoint=path, resume=True)


def test_a_pair_of_pairs_is_training_and_validation():
    a, b, y = numbers()
    first, second = batches.parts(((a, y), (b[:, :2].repeat(2, 1)[:, :3], y)))
    assert len(first) == len(second) == N
    only, none = batches.parts((((a, b), (y, y)), None))
    assert none is None and [part.shape for part in only.take(np.arange(2))[0]] == [(2, 3), (2, 2)]
    assert len(batches.parts((Split(a, y), None))[0]) == N
