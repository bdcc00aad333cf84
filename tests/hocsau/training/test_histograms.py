"""Histograms by layer: of the batch that is learnt, of the gradient that is used, of how far a step goes."""

import numpy as np
import pytest
import torch
from small_runs import blobs, both, numpy_net, torch_net, train

from hocsau import nn
from hocsau.torch import twin
from hocsau.training import Histograms, augmented, fit


def whole_batch(model, loss, optimizer, seen, **options):
    x, y = blobs()
    return fit(model, (x, y), loss, optimizer, epochs=options.pop("epochs", 1), batch_size=len(x),
               rng=np.random.default_rng(0), callbacks=[seen], progress=False, **options)  # fmt: skip


def test_the_numbers_are_those_of_the_layers_themselves():
    model, copy = numpy_net(), numpy_net()
    seen = Histograms(every=1, bins=7)
    whole_batch(model, nn.cross_entropy, nn.SGD(model.parameters(), 0.5), seen)
    x, y = blobs()
    order = np.random.default_rng(0).permutation(len(x))
    hidden = copy[0](x[order])
    out = copy[1](hidden)
    logits = copy[2](out)
    copy.backward(nn.cross_entropy(logits, y[order])[1])
    assert list(seen.outputs) == ["0", "1", "2"] and seen.steps.tolist() == [0]
    for name, a in {"0": hidden, "1": out, "2": logits}.items():
        got = seen.outputs[name]
        assert got.mean[0] == pytest.approx(a.mean()) and got.std[0] == pytest.approx(a.std())
        assert (got.low[0], got.high[0]) == (a.min(), a.max())
        np.testing.assert_array_equal(got.counts[0], np.histogram(a, 7)[0])
        np.testing.assert_allclose(got.edges(0), np.histogram(a, 7)[1])
    for name, p in copy.named_parameters():
        assert seen.gradients[name].std[0] == pytest.approx(p.grad.std())
        wanted = 0.5 * np.linalg.norm(p.grad) / np.linalg.norm(p.data) if p.data.any() else np.nan
        assert seen.updates[name][0] == pytest.approx(wanted, nan_ok=True)


def test_numpy_and_its_torch_twin_show_the_same():
    ours = nn.Sequential(nn.Linear(2, 8, rng=np.random.default_rng(0)), nn.ReLU(),
                         nn.Residual(nn.Linear(8, 8, rng=np.random.default_rng(1)), nn.Tanh()),
                         nn.Linear(8, 3, rng=np.random.default_rng(2)))  # fmt: skip
    theirs = twin(ours)
    pair = Histograms(every=2), Histograms(every=2)
    whole_batch(ours, nn.cross_entropy, nn.Momentum(ours.parameters(), 0.1), pair[0], epochs=5)
    whole_batch(theirs, torch.nn.functional.cross_entropy,
                torch.optim.SGD(theirs.parameters(), 0.1, momentum=0.9), pair[1], epochs=5)  # fmt: skip
    assert pair[0].steps.tolist() == pair[1].steps.tolist() == [0, 2, 4]
    assert list(pair[0].outputs) == list(pair[1].outputs) == ["0", "1", "2.branch.0", "2.branch.1", "3"]
    for name, a in pair[0].outputs.items():
        np.testing.assert_allclose(a.std, pair[1].outputs[name].std, rtol=1e-10)
        np.testing.assert_array_equal(a.zeros, pair[1].outputs[name].zeros)
    assert 0.2 < pair[0].outputs["1"].zeros[0] < 0.8  # what ReLU has cut
    for a, b in zip(pair[0].gradients.values(), pair[1].gradients.values(), strict=True):
        np.testing.assert_allclose(a.mean, b.mean, rtol=1e-9, atol=1e-12)
    for a, b in zip(pair[0].updates.values(), pair[1].updates.values(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-9)


@both
def test_watching_changes_nothing_and_leaves_nothing_behind(kind):
    plain, _ = train(kind, dropout=0.3)
    model, _ = train(kind, dropout=0.3, callbacks=[Histograms(every=1)])
    for a, b in zip(plain.parameters(), model.parameters(), strict=True):
        assert np.array_equal(np.asarray(a.data), np.asarray(b.data))
    for layer in model.modules():
        assert "forward" not in vars(layer)
        assert not getattr(layer, "_forward_hooks", {})


@both
def test_nothing_is_left_after_a_step_that_breaks(kind):
    models = []

    def broken(backend, x, y, max_norm):
        models.append(backend.model)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        train(kind, callbacks=[Histograms(every=1)], train_batch=broken)
    for layer in models[0].modules():
        assert "forward" not in vars(layer) and not getattr(layer, "_forward_hooks", {})


@both
def test_a_resumed_run_has_all_the_rows(kind, tmp_path):
    whole, parts, path = Histograms(2, 5), Histograms(2, 5), tmp_path / "a.npz"
    train(kind, callbacks=[whole], epochs=4)
    train(kind, callbacks=[Histograms(2, 5)], epochs=2, checkpoint=path)
    train(kind, callbacks=[parts], epochs=4, checkpoint=path, resume=True)
    a, b = whole.state_dict(), parts.state_dict()
    assert a.keys() == b.keys() and len(whole.steps) == 6
    for name in a:
        np.testing.assert_array_equal(a[name], b[name])


def test_a_layer_that_some_steps_go_around_keeps_its_place():
    class Sometimes(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.always, self.extra, self.turn = torch.nn.Linear(2, 3), torch.nn.Linear(3, 3), 0

        def forward(self, x):
            self.turn += self.training
            y = self.always(x)
            return self.extra(y) if self.turn % 2 == 0 else y

    torch.manual_seed(0)
    model, seen = Sometimes().double(), Histograms(1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    whole_batch(model, torch.nn.functional.cross_entropy, optimizer, seen, epochs=4)
    assert np.isnan(seen.outputs["extra"].mean).tolist() == [True, False, True, False]


def test_a_constant_layer_and_one_row():
    model = nn.Sequential(nn.Linear(2, 4, rng=np.random.default_rng(0), weight_init="zeros"), nn.ReLU(),
                          nn.Linear(4, 3, rng=np.random.default_rng(0)))  # fmt: skip
    seen = Histograms(1)
    fit(model, (np.ones((1, 2)), np.array([1])), nn.cross_entropy, nn.SGD(model.parameters(), 0.1), epochs=1,
        rng=np.random.default_rng(0), callbacks=[seen], progress=False)  # fmt: skip
    assert seen.outputs["1"].zeros[0] == 1 and seen.outputs["1"].counts[0].sum() == 4
    assert np.isnan(seen.updates["0.weight"][0])


def test_what_is_not_finite_is_counted_apart_and_breaks_nothing():
    row = Histograms(1, bins=2)._row(np.array([[0.0, 1.0], [np.nan, -np.inf]], np.float32))
    assert row.tolist() == [0.5, 0.5, 0.5, 0.0, 1.0, 0.5, 1, 1]
    row = Histograms(1, bins=2)._row(np.full(3, np.inf))
    assert row[5] == 1 and np.isnan(row[:5]).all() and not row[6:].any()


@pytest.mark.parametrize("options", [{"every": 0}, {"every": 1.5}, {"bins": 0}, {"bins": True}])
def test_wrong_settings_are_refused(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        Histograms(**options)


@pytest.mark.parametrize(("change", "message"), [
    (lambda s: s.update(bins=np.array(3)), "bins"), (lambda s: s.update(every=np.array(9)), "every"),
    (lambda s: s.pop("steps"), "steps"), (lambda s: s.update(other=np.ones((1, 1))), "other"),
    (lambda s: s.update({"updates.x": np.ones((99, 1))}), "updates.x"),
])  # fmt: skip
def test_a_torn_state_is_refused(change, message):
    seen = Histograms(1)
    train("numpy", callbacks=[seen])
    state = seen.state_dict()
    change(state)
    with pytest.raises(ValueError, match=message):
        Histograms(1).load_state_dict(state)


def test_it_says_what_it_cannot_watch():
    from types import SimpleNamespace

    with pytest.raises(ValueError, match="model có kiểu"):
        Histograms().begin(SimpleNamespace(model=(numpy_net(), torch_net())))


def test_it_watches_a_step_that_is_augmented():
    rng, seen = np.random.default_rng(0), Histograms(1)
    step = augmented(lambda x, y, rng: (x + 5, y), rng)
    model = nn.Sequential(nn.Identity(), nn.Linear(2, 3, rng=np.random.default_rng(0)))
    x, y = blobs()
    fit(model, (x, y), nn.cross_entropy, nn.SGD(model.parameters(), 0.1), epochs=1, batch_size=len(x),
        rng=rng, callbacks=[seen], train_batch=step, progress=False)  # fmt: skip
    assert seen.outputs["0"].mean[0] == pytest.approx(x.mean() + 5)
