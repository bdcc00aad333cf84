"""Fine-tuning: what is frozen does not move by one bit, each stage has its rate, the head is replaced."""

import numpy as np
import pytest
import torch

from hocsau.nn import schedules
from hocsau.torch import EfficientNetLite0, ResNet, SmallVGG
from hocsau.torch.finetune import (
    falling_rates,
    freeze,
    frozen,
    new_head,
    parameter_groups,
    put_head,
    stages_of,
    unfreeze,
)
from hocsau.training import fit

X = np.random.default_rng(0).random((12, 3, 16, 16), np.float32)
Y = np.arange(12) % 3


def small():
    return ResNet(8, classes=3, rng=np.random.default_rng(1))


def learn(model, optimizer, epochs=2, **settings):
    return fit(
        model, (X, Y), torch.nn.functional.cross_entropy, optimizer,
        epochs=epochs, batch_size=4, rng=np.random.default_rng(2), progress=False, **settings,
    )  # fmt: skip


def moved(before, model):
    return {name for name, t in model.state_dict().items() if not torch.equal(t, before[name])}


def test_what_is_frozen_does_not_move_not_even_its_running_statistics():
    model = small()
    freeze(model)
    unfreeze(model, "layer3.0", "fc")
    before = {name: t.clone() for name, t in model.state_dict().items()}
    learn(model, torch.optim.SGD(parameter_groups(model, {"fc": 0.1, "layer3.0": 0.1}), 0.1))
    changed = moved(before, model)
    assert changed and all(name.startswith(("layer3.0.", "fc.")) for name in changed)
    assert "layer3.0.bn1.running_mean" in changed, "an open stage's statistics follow its batches"
    assert frozen(model) == ("stem", "layer1.0", "layer2.0")


def test_without_the_freeze_they_do_move_though_no_weight_learns():
    """The trap: requires_grad_(False) alone leaves batch norm in train mode."""
    model = small().requires_grad_(False)
    model.fc.requires_grad_(True)
    before = {name: t.clone() for name, t in model.state_dict().items()}
    learn(model, torch.optim.SGD(model.fc.parameters(), 0.1))
    assert "bn1.running_mean" in moved(before, model)


def test_a_frozen_stage_computes_the_same_in_train_and_eval_and_an_unfrozen_one_again_does_not():
    model, x = small(), torch.from_numpy(X)
    model.eval()
    wanted = dict(model.walk(x))
    freeze(model, "stem", "layer1.0")
    model.train()
    maps = dict(model.walk(x))
    assert torch.equal(maps["layer1.0"], wanted["layer1.0"])
    assert not torch.equal(maps["layer2.0"], wanted["layer2.0"])
    model.train()
    unfreeze(model)
    assert model.bn1.training and not frozen(model)
    assert not torch.equal(dict(model.walk(x))["stem"], wanted["stem"])
    assert all(p.requires_grad for p in model.parameters())


def test_freezing_twice_is_freezing_once():
    model = small()
    freeze(model)
    freeze(model)
    unfreeze(model)
    model.train()
    before = model.bn1.running_mean.clone()
    model(torch.from_numpy(X))
    assert not torch.equal(model.bn1.running_mean, before)


def test_each_stage_learns_at_its_own_rate_under_a_schedule_too():
    model = small()
    freeze(model, "stem", "layer1.0")
    rates = falling_rates(model, 0.2, 0.1)
    assert list(rates) == ["fc", "layer3.0", "layer2.0"]
    np.testing.assert_allclose(list(rates.values()), [0.2, 0.02, 0.002])
    optimizer = torch.optim.SGD(parameter_groups(model, rates), 1.0)
    history = learn(model, optimizer, epochs=2, schedule=schedules.cosine(0.2, 6, final=0.02))
    assert history["learning_rate"][0] < 0.2
    now = [group["lr"] for group in optimizer.param_groups]
    np.testing.assert_allclose(now, [now[0], 0.1 * now[0], 0.01 * now[0]], rtol=1e-12)


def test_a_tenth_of_the_rate_moves_a_tenth():
    x, y = torch.from_numpy(X), torch.from_numpy(Y)
    steps = []
    for factor in (1.0, 0.1):
        model = small()
        rates = falling_rates(model, 1.0, factor)
        optimizer = torch.optim.SGD(parameter_groups(model, rates), 1.0)
        before = model.layer3[0].conv1.weight.clone()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        steps.append(model.layer3[0].conv1.weight.detach() - before)
    torch.testing.assert_close(steps[1], 0.1 * steps[0], rtol=1e-3, atol=1e-7)


def test_a_new_head_has_the_new_classes_and_the_rest_is_untouched():
    model = EfficientNetLite0(classes=5, rng=np.random.default_rng(0))
    before = {name: t.clone() for name, t in model.state_dict().items()}
    head = new_head(model, 7, rng=np.random.default_rng(3))
    assert head is model._fc and head.weight.shape == (7, 1280) and not head.bias.any()
    assert {n for n in before if not n.startswith("_fc")} == {
        n for n, t in model.state_dict().items() if not n.startswith("_fc") and torch.equal(t, before[n])
    }
    other = new_head(model, 7, rng=np.random.default_rng(3))
    assert torch.equal(other.weight, head.weight)


def test_a_head_that_was_learnt_on_features_says_the_same():
    rng = np.random.default_rng(0)
    model, weight, bias = small().eval(), rng.normal(size=(64, 4)), rng.normal(size=4)
    put_head(model, weight, bias)
    with torch.no_grad():
        x = torch.from_numpy(X)
        wanted = model.features(x).numpy() @ weight.astype(np.float32) + bias
        np.testing.assert_allclose(model(x).numpy(), wanted, rtol=1e-4, atol=1e-4)


def test_a_sequential_has_its_layers_as_stages():
    model = SmallVGG((1, 8, 8), 3, rng=np.random.default_rng(0))
    assert list(stages_of(model)) == [
        "block1-conv1", "block1-conv2", "block2-conv1", "block2-conv2", "linear1", "linear2",
    ]  # fmt: skip
    new_head(model, 5, rng=np.random.default_rng(0))
    assert model(torch.zeros(2, 1, 8, 8)).shape == (2, 5)
    assert list(dict(model.named_children()))[-1] == "linear2"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda m: freeze(m, "layer9.0"), "không có khối 'layer9.0'; ý bạn là"),
        (lambda m: unfreeze(m, "fc", "xyz"), "không có khối 'xyz'; các khối: stem"),
        (lambda m: parameter_groups(m, {"fc": 0.1}), "thiếu learning rate của khối đang mở: stem, layer1.0"),
        (lambda m: parameter_groups(m, {"fc": -0.1}), "là -0.1"),
        (lambda m: parameter_groups(m, {"nope": 0.1}), "không có khối 'nope'"),
        (lambda m: falling_rates(m, 0.1, 0.0), "factor = 0.0"),
        (lambda m: falling_rates(m, 0.0, 0.5), "top = 0.0"),
        (lambda m: new_head(m, 1, rng=np.random.default_rng(0)), "classes = 1"),
        (lambda m: new_head(m, 3, rng=None), "rng = np.random.default_rng"),
        (lambda m: put_head(m, np.zeros((3, 4)), np.zeros(4)), r"cần \(64, K\)"),
        (lambda m: put_head(m, np.zeros((64, 4)), np.zeros(3)), r"bias \(3,\)"),
        (lambda m: stages_of(torch.nn.Linear(1, 1)), "không có stages"),
        (lambda m: stages_of(torch.nn.Sequential(torch.nn.ReLU())), "không có tầng nào"),
        (lambda m: new_head(torch.nn.Sequential(torch.nn.Conv2d(1, 1, 1)), 2, rng=np.random.default_rng(0)),
         "không phải đúng một tầng Linear"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(call, words):
    model = small()
    before = {name: t.clone() for name, t in model.state_dict().items()}
    with pytest.raises(ValueError, match=words):
        call(model)
    assert not moved(before, model) and not frozen(model)


def test_a_closed_stage_takes_no_rate_and_a_closed_model_has_none():
    model = small()
    freeze(model)
    with pytest.raises(ValueError, match="'fc' đang bị khoá"):
        parameter_groups(model, {"fc": 0.1})
    with pytest.raises(ValueError, match="mọi khối đều bị khoá"):
        falling_rates(model, 0.1, 0.5)
