"""What fit takes: trees, ragged and lazy data, a step of one's own; and what it refuses before it starts."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data.dataset import Split
from hocsau.data.folders import ImageFolder, read_folder
from hocsau.errors import DataError
from hocsau.training import Callback, EarlyStopping, History, batches, fit, metrics

F = torch.nn.functional
N = 60


def numbers(seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, 3)), rng.normal(size=(N, 2)), rng.integers(0, 4, N)


class Two(nn.Module):
    """Two inputs, one output."""

    def __init__(self, seed=0):
        rng = np.random.default_rng(seed)
        self.left, self.right = nn.Linear(3, 4, rng=rng), nn.Linear(2, 4, rng=rng)

    def forward(self, a, b):
        return self.left(a) + self.right(b)

    def backward(self, dy):
        return self.left.backward(dy), self.right.backward(dy)


class TorchTwo(torch.nn.Module):
    def __init__(self, ours):
        super().__init__()
        self.left, self.right = torch.nn.Linear(3, 4).double(), torch.nn.Linear(2, 4).double()
        with torch.no_grad():
            for mine, theirs in ((self.left, ours.left), (self.right, ours.right)):
                mine.weight.copy_(torch.tensor(theirs.weight.data.T))
                mine.bias.copy_(torch.tensor(theirs.bias.data))

    def forward(self, a, b):
        return self.left(a) + self.right(b)


class Lazy:
    """A source that counts what it reads."""

    def __init__(self, *columns):
        self.columns, self.read = columns, []

    def __len__(self):
        return len(self.columns[0])

    def __getitem__(self, i):
        if not 0 <= i < len(self):
            raise IndexError(i)
        self.read.append(i)
        found = tuple(c[i] for c in self.columns)
        return found if len(found) > 1 else found[0]


def train(data, model=None, loss=nn.cross_entropy, rate=0.1, **options):
    model = Two() if model is None else model
    optimizer = (nn.SGD if isinstance(model, nn.Module) else torch.optim.SGD)(model.parameters(), rate)
    options = {"epochs": 2, "batch_size": 16, "rng": np.random.default_rng(0), "progress": False} | options
    return model, fit(model, data, loss, optimizer, **options)


def as_bytes(model):
    return b"".join(np.asarray(p.data).tobytes() for p in model.parameters())


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


class Tokens(nn.Module):
    """Scores (N, T, K) for each place of a sequence (N, T, D)."""

    def __init__(self):
        self.linear = nn.Linear(3, 4, rng=np.random.default_rng(0))

    def forward(self, x):
        n, t, d = x.shape
        return self.remember(self.linear(x.reshape(n * t, d)).reshape(n, t, 4), x.shape)

    def backward(self, dy):
        dy, shape = self.recall(dy)
        return self.linear.backward(dy.reshape(-1, 4)).reshape(shape)


def ragged(seed=0):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 7, N)
    x = [rng.normal(size=(n, 3)) for n in lengths]
    return x, [v[:, :3].argmax(axis=1) for v in x]


def pad(samples):
    longest = max(len(x) for x, _ in samples)
    x = np.zeros((len(samples), longest, 3))
    y = np.full((len(samples), longest), -1)
    for i, (a, b) in enumerate(samples):
        x[i, : len(a)], y[i, : len(b)] = a, b
    return x, y


def token_loss(outputs, y):
    return nn.cross_entropy(outputs, y, axis=-1, ignore=-1)


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


@pytest.mark.parametrize(
    ("collate", "words"),
    [
        (lambda samples: samples, "cặp"),
        (lambda samples: (np.ones((3, 1)), np.ones(3)), "mẫu; batch này"),
        (lambda samples: 1 / 0, "không ghép được"),
        (lambda samples: (np.full((len(samples), 1), np.nan), np.ones(len(samples))), "hữu hạn"),
        ("pad", "collate có kiểu str"),
    ],
)
def test_a_collate_that_fails_is_refused_before_anything_changes(collate, words):
    with pytest.raises(ValueError, match=words):
        train(ragged(), Tokens(), token_loss, collate=collate)


def test_lazy_data_is_read_when_its_turn_comes():
    a, b, y = numbers()
    source = Lazy([(a[i], b[i]) for i in range(N)], y)
    held = []
    train(source, epochs=1, callbacks=[lambda run: held.append(len(source.read))])
    assert held[0] - N <= 2 * batches.LAZY_PROBE  # a few to try, then each once
    assert sorted(source.read[-N:]) == list(range(N))


def test_a_sample_that_is_bad_only_later_is_named_and_the_last_good_epoch_comes_back():
    a, b, y = numbers()
    a[41] = np.nan
    model = Two()
    before = as_bytes(model)
    with pytest.raises(DataError, match="hữu hạn"):
        train(((Lazy(a), b), y), model)
    assert as_bytes(model) == before
    a = numbers()[0]
    odd = [a[i] if i != 41 else a[i][:2] for i in range(N)]
    with pytest.raises(DataError, match=r"mẫu shape|collate"):
        train(((Lazy(odd), b), y), model)
    assert as_bytes(model) == before


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


def bad():
    a, b, y = numbers()
    bf16 = torch.ones(N, 3, dtype=torch.bfloat16)
    return {
        "parts of other lengths": ({"data": ((a, b[:-1]), y)}, r"x\[1\] có 59"),
        "NaN in a part": ({"data": ({"a": a, "b": b * np.nan}, y)}, r"x\['b'\] có giá trị"),
        "no input": ({"data": ((), y)}, "x|mảng"),
        "names the model does not know": ({"data": ({"c": a, "b": b}, y)}, "không nhận được x"),
        "validation of another form": ({"data": (((a, b), y), ({"a": a, "b": b}, y))}, "khác dạng"),
        "bfloat16": ({"data": ((bf16, b), y)}, r"bfloat16, numpy không có.*float\(\)"),
        "an empty source": ({"data": Lazy([], [])}, "không có mẫu"),
        "a source of no pairs": ({"data": Lazy(a)}, "cặp"),
        "no data": ({"data": None}, "NoneType"),
        "text": ({"data": "mnist"}, "str"),
        "max_norm text": ({"max_norm": "1"}, "max_norm = '1'"),
        "max_norm list": ({"max_norm": [1]}, "max_norm"),
        "metrics list": ({"metrics": [metrics.accuracy]}, "metrics có kiểu list"),
        "metrics function": ({"metrics": metrics.accuracy}, "metrics có kiểu"),
        "metric with a number for a name": ({"metrics": {1: metrics.accuracy}}, "mang tên 1"),
        "metric that is no function": ({"metrics": {"a": 3}}, "thước đo 'a' có kiểu int"),
        "metric of text": ({"metrics": {"a": lambda z, t: "good"}}, "thước đo 'a'"),
        "metric of nothing": ({"metrics": {"a": lambda z, t: None}}, "thước đo 'a'"),
        "callback class": ({"callbacks": [EarlyStopping]}, r"EarlyStopping\(\)"),
        "callback number": ({"callbacks": [3]}, "callback có kiểu int"),
        "callback None": ({"callbacks": [None]}, "callback có kiểu NoneType"),
        "callbacks None": ({"callbacks": None}, "danh sách"),
        "callbacks not in a list": ({"callbacks": EarlyStopping("loss")}, "danh sách"),
        "callbacks a function": ({"callbacks": print}, "danh sách"),
        "callbacks text": ({"callbacks": "stop"}, "danh sách"),
        "schedule of text": ({"schedule": lambda step: "0.1"}, r"schedule\(0\) = '0.1'"),
        "schedule of nothing": ({"schedule": lambda step: None}, r"schedule\(0\)"),
        "schedule number": ({"schedule": 0.1}, "schedule có kiểu float"),
        "step that is no function": ({"train_batch": 3}, "train_batch có kiểu int"),
        "checkpoint number": ({"checkpoint": 3}, "checkpoint có kiểu int"),
        "epochs text": ({"epochs": "3"}, "epochs = '3'"),
        "batch_size text": ({"batch_size": "3"}, "batch_size"),
    }


@pytest.mark.parametrize("name", bad())
def test_bad_input_is_refused_before_anything_changes(name):
    a, b, y = numbers()
    change, words = bad()[name]
    model, rng = Two(), np.random.default_rng(0)
    state = rng.bit_generator.state
    options = {"data": ((a, b), y), "rng": rng} | change
    with pytest.raises(ValueError, match=words):
        train(options.pop("data"), model, **options)
    assert as_bytes(model) == as_bytes(Two()) and rng.bit_generator.state == state


def test_models_without_parameters_or_in_bfloat16_are_refused():
    class Bare(torch.nn.Module):
        pass

    some = torch.nn.Linear(3, 4)
    with pytest.raises(ValueError, match="không có tham số"):
        fit(
            Bare(),
            numbers()[::2],
            F.cross_entropy,
            torch.optim.SGD(some.parameters(), 0.1),
            epochs=1,
            rng=None,
        )
    with pytest.raises(ValueError, match="không có tham số"):
        p = [nn.Parameter(np.ones(1))]
        fit(nn.ReLU(), numbers()[::2], nn.cross_entropy, nn.SGD(p, 0.1), epochs=1, rng=None)
    some = some.bfloat16()
    with pytest.raises(ValueError, match="bfloat16"):
        train(numbers()[::2], some, F.cross_entropy)


def test_whole_numbers_into_a_torch_layer_are_explained():
    with pytest.raises(ValueError, match="số nguyên; tầng torch cần số thực"):
        train((np.ones((N, 3), np.uint8), np.zeros(N, int)), torch.nn.Linear(3, 4), F.cross_entropy)


def test_labels_that_a_loss_ignores_are_allowed_and_others_are_not():
    a, _, y = numbers()
    y[5] = -1
    model = nn.Linear(3, 4, rng=np.random.default_rng(0))
    train((a, y), model, lambda z, t: nn.cross_entropy(z, t, ignore=-1))
    theirs = torch.nn.Linear(3, 4).double()
    train((a, y), theirs, lambda z, t: F.cross_entropy(z, t, ignore_index=-1))
    for kind in (model, theirs):
        with pytest.raises(ValueError, match="từ -1 đến 3"):
            train((a, y), kind, nn.cross_entropy if kind is model else F.cross_entropy)


def test_an_empty_history_says_so():
    _, history = train(((numbers()[0], numbers()[1]), numbers()[2]), epochs=0)
    assert len(history) == 0
    with pytest.raises(KeyError, match="chưa có epoch nào"):
        history["loss"]
    with pytest.raises(ValueError, match="chưa có epoch nào"):
        history.last()
    with pytest.raises(ValueError, match="chưa có epoch nào"):
        history.plot()
    assert repr(History()) == "History(0 epoch)" and isinstance(EarlyStopping("loss"), Callback)


def test_a_pair_of_pairs_is_training_and_validation():
    a, b, y = numbers()
    first, second = batches.parts(((a, y), (b[:, :2].repeat(2, 1)[:, :3], y)))
    assert len(first) == len(second) == N
    only, none = batches.parts((((a, b), (y, y)), None))
    assert none is None and [part.shape for part in only.take(np.arange(2))[0]] == [(2, 3), (2, 2)]
    assert len(batches.parts((Split(a, y), None))[0]) == N
