"""Two models against one another: a line of numbers is learnt, and a stopped run goes on to the same bits."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.data.dataset import Split
from hocsau.errors import DataError
from hocsau.models import MLP
from hocsau.torch.twins import twin
from hocsau.training import DivergenceError, fit_adversarial

both = pytest.mark.parametrize("kind", ["numpy", "torch"])


def data(n=512, seed=0):
    return np.random.default_rng(seed).normal(3, 0.5, size=(n, 1))


def noise(n, rng):
    return rng.normal(size=(n, 2))


def models(kind, seed=0, dropout=0.0):
    rng = np.random.default_rng(seed)
    g, d = MLP([2, 16, 1], rng=rng), MLP([1, 16, 1], "leaky_relu", dropout=dropout, rng=rng)
    if kind == "numpy":
        return g, d, nn.Adam(g.parameters(), 2e-3, (0.5, 0.9)), nn.Adam(d.parameters(), 4e-3, (0.5, 0.9))
    g, d = twin(g), twin(d)
    adam = torch.optim.Adam
    return g, d, adam(g.parameters(), 2e-3, (0.5, 0.9)), adam(d.parameters(), 4e-3, (0.5, 0.9))


def train(kind, parts=None, x=None, **options):
    g, d, *optimizers = parts or models(kind)
    options = {"epochs": 4, "batch_size": 64, "rng": np.random.default_rng(1), "progress": False} | options
    return g, d, fit_adversarial(g, d, data() if x is None else x, noise, *optimizers, **options)


def drawn(g, n=4000):
    z = noise(n, np.random.default_rng(9))
    if isinstance(g, nn.Module):
        return g(z)[:, 0]
    with torch.no_grad():
        return g(torch.tensor(z)).numpy()[:, 0]


def as_bytes(*sides):
    return b"".join(np.asarray(p.data).tobytes() for model in sides for p in model.parameters())


@pytest.mark.parametrize(("kind", "seed"), [("numpy", 0), ("numpy", 1), ("numpy", 2), ("torch", 0)])
def test_the_numbers_drawn_come_near_the_real_ones(kind, seed):
    parts = models(kind, seed)
    before = abs(drawn(parts[0]).mean() - 3)
    g, d, history = train(kind, parts, epochs=60 if kind == "numpy" else 40)
    after = drawn(g)
    assert abs(after.mean() - 3) < 0.6 < before
    assert 0.1 < after.std() < 1.5
    assert list(history) == ["d_loss", "g_loss", "seconds"] and len(history) >= 40


def test_numpy_and_torch_walk_together():
    g, d, _ = train("numpy", epochs=3)
    tg, td, _ = train("torch", epochs=3)
    for ours, theirs in zip(
        [*g.parameters(), *d.parameters()], [*tg.parameters(), *td.parameters()], strict=True
    ):
        theirs = theirs.detach().numpy()
        np.testing.assert_allclose(ours.data, theirs.T if ours.data.ndim == 2 else theirs, atol=1e-9)


def test_one_step_moves_each_side_by_its_own_gradient():
    """Against torch's autograd, written out: D on real and false, then G through the new D."""
    g, d, *_ = models("numpy")
    tg, td = twin(g), twin(d)
    sides = nn.SGD(g.parameters(), 0.1), nn.SGD(d.parameters(), 0.1)
    x = data(8)
    rng = np.random.default_rng(4)
    fit_adversarial(g, d, x, noise, *sides, epochs=1, batch_size=8, rng=rng, progress=False)
    rng = np.random.default_rng(4)
    real = torch.tensor(x[rng.permutation(8)])
    bce = torch.nn.functional.binary_cross_entropy_with_logits
    one, zero = torch.ones(8, 1, dtype=torch.float64), torch.zeros(8, 1, dtype=torch.float64)
    td_optimizer, tg_optimizer = (torch.optim.SGD(m.parameters(), 0.1) for m in (td, tg))
    (bce(td(real), one) + bce(td(tg(torch.tensor(noise(8, rng))).detach()), zero)).backward()
    td_optimizer.step()
    bce(td(tg(torch.tensor(noise(8, rng)))), one).backward()
    tg_optimizer.step()
    for ours, theirs in zip(
        [*g.parameters(), *d.parameters()], [*tg.parameters(), *td.parameters()], strict=True
    ):
        theirs = theirs.detach().numpy()
        np.testing.assert_allclose(ours.data, theirs.T if ours.data.ndim == 2 else theirs, atol=1e-12)


@both
def test_a_stopped_run_goes_on_to_the_same_bits(kind, tmp_path):
    g, d, history = train(kind, models(kind, dropout=0.3), epochs=6)
    path = tmp_path / "gan.npz"
    train(kind, models(kind, dropout=0.3), epochs=2, checkpoint=path)
    again = models(kind, seed=5, dropout=0.3)  # other weights, other generators
    g2, d2, resumed = train(
        kind, again, epochs=6, checkpoint=path, resume=True, rng=np.random.default_rng(77)
    )
    assert as_bytes(g, d) == as_bytes(g2, d2)
    for name in ("d_loss", "g_loss"):
        assert history[name].tobytes() == resumed[name].tobytes()


@both
def test_a_checkpoint_of_other_settings_is_refused(kind, tmp_path):
    path = tmp_path / "gan.npz"
    train(kind, epochs=1, checkpoint=path)
    parts = models(kind)
    before = as_bytes(*parts[:2])
    with pytest.raises(DataError, match="batch_size"):
        train(kind, parts, epochs=3, checkpoint=path, resume=True, batch_size=32)
    assert as_bytes(*parts[:2]) == before


class Joined(nn.Module):
    """One network of both inputs side by side."""

    def __init__(self, n_in, rng):
        self.net = MLP([n_in, 16, 1], rng=rng)

    def forward(self, a, c):
        return self.remember(self.net(np.concatenate([a, c], axis=1)), a.shape[1])

    def backward(self, dy):
        dy, n = self.recall(dy)
        dx = self.net.backward(dy)
        return dx[:, :n], dx[:, n:]


class TorchJoined(torch.nn.Module):
    def __init__(self, ours):
        super().__init__()
        self.net = twin(ours.net)

    def forward(self, a, c):
        return self.net(torch.cat([a, c], dim=1))


def conditional(make=nn.Adam, wrap=None):
    draw = np.random.default_rng(0)
    sides = Joined(3, draw), Joined(2, draw)
    g, d = sides if wrap is None else map(wrap, sides)
    return g, d, make(g.parameters(), 2e-3, (0.5, 0.9)), make(d.parameters(), 4e-3, (0.5, 0.9))


def test_a_condition_is_given_to_both():
    """x is 3 or −3 as the condition says; the drawn numbers obey, and torch walks the same way."""
    rng = np.random.default_rng(0)
    c = rng.choice([-1.0, 1.0], size=(512, 1))
    x = {"x": 3 * c + rng.normal(0, 0.3, size=(512, 1)), "condition": c}
    g, d, _ = train("numpy", conditional(), x, epochs=2)
    tg, td, _ = train("torch", conditional(torch.optim.Adam, TorchJoined), x, epochs=2)
    pairs = zip([*g.parameters(), *d.parameters()], [*tg.parameters(), *td.parameters()], strict=True)
    for ours, theirs in pairs:
        theirs = theirs.detach().numpy()
        np.testing.assert_allclose(ours.data, theirs.T if ours.data.ndim == 2 else theirs, atol=1e-9)
    g, *_ = train("numpy", conditional(), x, epochs=60)
    y = g(noise(500, rng), np.repeat([[-1.0], [1.0]], 250, axis=0))
    assert y[250:].mean() - y[:250].mean() > 2


class Lazy:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i]


@both
def test_lazy_data_is_the_same_data(kind):
    a, b = models(kind), models(kind)
    train(kind, a)
    train(kind, b, Lazy(data()))
    assert as_bytes(*a[:2]) == as_bytes(*b[:2])


@both
def test_divergence_puts_both_back(kind):
    g, d, *_ = models(kind)
    make = nn.SGD if kind == "numpy" else torch.optim.SGD
    before = as_bytes(g, d)
    with pytest.raises(DivergenceError, match="d_loss|g_loss|trọng số"):
        train(kind, (g, d, make(g.parameters(), 1e200), make(d.parameters(), 1e200)))
    assert as_bytes(g, d) == before


def test_what_cannot_be_is_refused_before_anything_changes():
    rng = np.random.default_rng(0)
    wide, pair = MLP([2, 4, 2], rng=rng), MLP([1, 4, 2], rng=rng)
    cases = [
        ({"x": data(), "epochs": -1}, "epochs"),
        ({"x": data(), "max_norm": "1"}, "max_norm"),
        ({"x": data(), "callbacks": [3]}, "callback"),
        ({"x": (data(), data())}, "tuple"),
        ({"x": {"x": data()}}, "condition"),
        ({"x": np.full((4, 1), np.nan)}, "hữu hạn"),
        ({"x": Split(data(), data())}, "cần"),
        ({"x": data(64).repeat(2, 1)}, "hai model không chạy được|shape"),
    ]
    g, d, *optimizers = models("numpy")
    before = as_bytes(g, d)
    for options, words in cases:
        state = (rng := np.random.default_rng(1)).bit_generator.state
        with pytest.raises(ValueError, match=words):
            train("numpy", (g, d, *optimizers), rng=rng, **options)
        assert rng.bit_generator.state == state and as_bytes(g, d) == before
    for parts, words in [
        ((wide, d, nn.SGD(wide.parameters(), 0.1), optimizers[1]), "generator trả về"),
        ((g, pair, optimizers[0], nn.SGD(pair.parameters(), 0.1)), "một logit"),
        ((g, d, optimizers[1], optimizers[0]), "model khác"),
        ((g, twin(d), optimizers[0], torch.optim.SGD(twin(d).parameters(), 0.1)), "model khác"),
    ]:
        with pytest.raises(ValueError, match=words):
            train("numpy", parts)
    theirs = twin(d)
    with pytest.raises(ValueError, match="cùng là"):
        train("numpy", (g, theirs, optimizers[0], torch.optim.SGD(theirs.parameters(), 0.1)))
    with pytest.raises(ValueError, match="noise có kiểu"):
        fit_adversarial(g, d, data(), None, *optimizers, epochs=1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=r"trả về 3 mẫu"):
        fit_adversarial(
            g, d, data(), lambda n, rng: np.ones((3, 2)), *optimizers, epochs=1, rng=np.random.default_rng(0)
        )
