"""Layers at two places, several inputs, layers in lists: gradients as torch gives them, or a refusal."""

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.torch.twins import twin
from hocsau.training.numpy_backend import NumpyBackend


def linear(n_in, n_out, seed=0):
    return nn.Linear(n_in, n_out, rng=np.random.default_rng(seed))


ACTIVATIONS = {name: make for name, make in nn.ACTIVATIONS.items() if name != "step"}


def against_torch(model, x, dy):
    """Our dx and parameter gradients, and torch's for the same network."""
    theirs = twin(model)
    t = torch.tensor(x, requires_grad=True)
    theirs(t).backward(torch.tensor(dy))
    model(x)
    dx = model.backward(dy)
    ours = [dx, *(p.grad if p.data.ndim < 2 else p.grad.T for p in model.parameters())]
    return ours, [t.grad.numpy(), *(p.grad.numpy() for p in theirs.parameters())]


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("widths", [(4, 4), (4, 7)])
def test_one_activation_at_two_places(name, widths):
    rng = np.random.default_rng(1)
    act = ACTIVATIONS[name]()
    model = nn.Sequential(
        linear(3, widths[0]), act, linear(*widths, seed=1), act, nn.Sequential(linear(widths[1], 2, 2), act)
    )
    ours, theirs = against_torch(model, rng.normal(size=(5, 3)), rng.normal(size=(5, 2)))
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-12)


def test_one_linear_layer_at_two_places_is_one_layer():
    rng = np.random.default_rng(1)
    shared = linear(4, 4)
    model = nn.Sequential(shared, nn.Tanh(), shared, nn.Tanh(), shared)
    assert model.parameters() == [shared.weight, shared.bias]
    assert [name for name, _ in model.named_parameters()] == ["0.weight", "0.bias"]
    ours, theirs = against_torch(model, rng.normal(size=(5, 4)), rng.normal(size=(5, 4)))
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-12)
    errors = nn.gradcheck(model, rng.normal(size=(5, 4)), rng)
    assert set(errors) == {"x", "0.weight", "0.bias"} and max(errors.values()) < 1e-6


IMAGE_LAYERS = {
    "conv": lambda: nn.Conv2d(2, 2, 3, rng=np.random.default_rng(0), padding=1),
    "conv transpose": lambda: nn.ConvTranspose2d(2, 2, 3, rng=np.random.default_rng(0), padding=1),
    "max pool": lambda: nn.MaxPool2d(3, 1, 1),
    "average pool": lambda: nn.AvgPool2d(3, 1, 1),
    "batch norm": lambda: nn.BatchNorm2d(2),
}


@pytest.mark.parametrize("name", IMAGE_LAYERS)
def test_one_image_layer_at_two_places(name):
    rng, layer = np.random.default_rng(2), IMAGE_LAYERS[name]()
    model = nn.Sequential(layer, nn.Tanh(), layer)
    assert max(nn.gradcheck(model, rng.normal(size=(2, 2, 4, 5)), rng).values()) < 1e-6


def test_dropout_at_two_places_keeps_two_masks():
    layer, x = nn.Dropout(0.5, rng=np.random.default_rng(0)), np.ones((40, 5))
    model = nn.Sequential(layer, layer)
    y = model(x)
    np.testing.assert_array_equal(model.backward(x), y)  # x is 1, so y is the product of both masks


def test_two_layers_may_share_a_parameter():
    a, b = linear(3, 3), linear(3, 3, 1)
    b.weight = a.weight
    model = nn.Sequential(a, nn.Tanh(), b)
    assert model.parameters() == [a.weight, a.bias, b.bias]
    rng = np.random.default_rng(0)
    assert max(nn.gradcheck(model, rng.normal(size=(4, 3)), rng).values()) < 1e-6
    before, optimizer = a.weight.data.copy(), nn.SGD([*a.parameters(), *b.parameters()], 0.1)
    optimizer.step()
    np.testing.assert_allclose(a.weight.data, before - 0.1 * a.weight.grad)


@pytest.mark.parametrize(
    "make", [nn.SGD, nn.Momentum, lambda p, lr: nn.Adam(p, lr)], ids=["sgd", "momentum", "adam"]
)
def test_a_shared_layer_is_stepped_once(make):
    def trained(layers):
        model = nn.Sequential(*layers)
        parameters = [p for layer in layers if isinstance(layer, nn.Linear) for p in layer.parameters()]
        optimizer, rng = make(parameters, 0.1), np.random.default_rng(3)
        for _ in range(3):
            optimizer.zero_grad()
            model(rng.normal(size=(4, 3)))
            model.backward(rng.normal(size=(4, 3)))
            optimizer.step()
        return layers[0].weight.data, optimizer

    layer = linear(3, 3)
    twice, optimizer = trained([layer, nn.ReLU(), layer])
    assert len(optimizer.parameters) == 2
    a, b = linear(3, 3), linear(3, 3, 1)
    b.weight, b.bias = a.weight, a.bias
    np.testing.assert_array_equal(twice, trained([a, nn.ReLU(), b])[0])


class Residual(nn.Module):
    """y = f(x) + g(x) with the layers in a dict, a list and a tuple."""

    def __init__(self):
        self.act = nn.Tanh()
        self.parts = {"left": linear(3, 3, 1), "right": [linear(3, 4, 2), linear(4, 3, 3)]}
        self.gains = (nn.Parameter(np.array([0.5, -1.0, 2.0]), "gain"),)

    def forward(self, x):
        a = self.act(self.parts["left"](x))
        b = self.parts["right"][1](self.act(self.parts["right"][0](x)))
        return self.remember(a * self.gains[0].data + b, a)

    def backward(self, dy):
        dy, a = self.recall(dy)
        self.gains[0].grad += (dy * a).sum(axis=0)
        first, second = self.parts["right"]
        db = first.backward(self.act.backward(second.backward(dy)))
        return self.parts["left"].backward(self.act.backward(dy * self.gains[0].data)) + db


def test_layers_and_parameters_in_lists_tuples_and_dicts():
    model, rng = Residual(), np.random.default_rng(0)
    names = [name for name, _ in model.named_parameters()]
    assert names == [
        "gains.0",
        "parts.left.weight",
        "parts.left.bias",
        "parts.right.0.weight",
        "parts.right.0.bias",
        "parts.right.1.weight",
        "parts.right.1.bias",
    ]
    assert set(model.state_dict()) == set(names)
    errors = nn.gradcheck(model, rng.normal(size=(5, 3)), rng)
    assert set(errors) == {"x", *names} and max(errors.values()) < 1e-6
    assert nn.gradcheck_projection(model, rng.normal(size=(5, 3)), rng) < 1e-6
    model.eval()
    assert not any(m.training for m in model.modules()) and len(list(model.modules())) == 5


def test_a_module_that_knows_its_parent_is_walked_once():
    child, parent = linear(2, 2), nn.Sequential()
    child.parent = parent
    parent.layers.append(child)
    assert len(parent.parameters()) == 2 and len(list(child.modules())) == 2


class Scores(nn.Module):
    """Two inputs: a bᵀ + c, with the third input a whole number for each row that shifts its scores."""

    def __init__(self):
        self.shift = nn.Parameter(np.array([0.1, 0.2, 0.3]), "shift")

    def forward(self, a, b, which):
        return self.remember(a @ b.T + self.shift.data[which][:, np.newaxis], a, b, which)

    def backward(self, dy):
        dy, a, b, which = self.recall(dy)
        np.add.at(self.shift.grad, which, dy.sum(axis=1))
        return dy @ b, dy.T @ a, None


def test_several_inputs_have_several_gradients():
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), np.array([0, 2, 2, 1])
    errors = nn.gradcheck(Scores(), inputs, rng)
    assert set(errors) == {"x0", "x1", "shift"} and max(errors.values()) < 1e-6
    assert nn.gradcheck_projection(Scores(), inputs, rng) < 1e-6
    model = nn.Sequential(Scores(), nn.Tanh())
    assert max(nn.gradcheck(model, inputs, rng).values()) < 1e-6


def test_gradcheck_catches_one_wrong_gradient_of_several():
    class Wrong(Scores):
        def backward(self, dy):
            da, db, none = super().backward(dy)
            return da, db * 1.01, none

    class Short(Scores):
        def backward(self, dy):
            return super().backward(dy)[:2]

    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), np.array([0, 2, 2, 1])
    errors = nn.gradcheck(Wrong(), inputs, rng)
    assert errors["x1"] > 1e-3 > errors["x0"]
    with pytest.raises(ValueError, match="3 đầu vào mà backward trả về 2"):
        nn.gradcheck(Short(), inputs, rng)


def test_calls_outside_one_model_are_refused_when_it_is_unclear_whose_gradient_it_is():
    act, x = nn.Sigmoid(), np.random.default_rng(0).normal(size=(2, 3))
    act(act(x))
    dy = act.backward(np.ones((2, 3)))
    with pytest.raises(ValueError, match="không rõ"):
        act.backward(dy)
    act(x)
    act.backward(dy), act.backward(dy)  # one forward: as often as one likes


def test_predictions_before_do_not_disturb_a_step():
    model, x = nn.Sequential(linear(3, 3), nn.Tanh(), nn.Tanh()), np.ones((2, 3))
    for _ in range(3):
        model(x)
    first = model.backward(np.ones((2, 3)))
    for _ in range(100):
        model(np.zeros((50, 3)))
    assert len(model[1]._memory.kept) == 1  # memory does not grow
    model(x)
    np.testing.assert_array_equal(model.backward(np.ones((2, 3))), first)


def test_a_layer_with_plain_attributes_is_refused_at_the_second_place():
    class Square(nn.Module):
        def forward(self, x):
            self.x = x
            return x**2

        def backward(self, dy):
            return 2 * self.x * dy

    square, x = Square(), np.ones((1, 2))
    with pytest.raises(ValueError, match=r"Square được gọi hai lần .* self\.x"):
        nn.Sequential(square, nn.Tanh(), square)(x)
    model = nn.Sequential(square, nn.Tanh())
    model(x), model(x)  # once in each pass
    assert max(nn.gradcheck(model, x, np.random.default_rng(0)).values()) < 1e-6
    with pytest.raises(ZeroDivisionError):
        nn.Sequential(_Fails())(x)
    model(x)  # a pass that ended in an error is over


class _Fails(nn.Module):
    def forward(self, x):
        return 1 / 0


LAYERS = {
    "linear": lambda: linear(3, 3),
    "conv": IMAGE_LAYERS["conv"],
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "softmax": nn.Softmax,
    "elu": nn.ELU,
    "max pool": lambda: nn.MaxPool2d(2, 1),
    "relu": nn.ReLU,
    "batch norm": lambda: nn.BatchNorm1d(3),
}


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("changed", ["x", "y"])
@pytest.mark.parametrize("how", ["one number", "scaled", "shuffled"])
def test_a_change_in_place_gives_the_right_gradient_or_an_error(name, changed, how):
    rng, layer = np.random.default_rng(0), LAYERS[name]()
    x = rng.normal(size=(2, 2, 5, 4) if name in ("conv", "max pool") else (6, 3))
    y = layer(x)
    dy = rng.normal(size=y.shape)
    right = layer.backward(dy)
    layer(x.copy())
    y = layer(x)
    array = x if changed == "x" else y
    if how == "one number":
        array.flat[3] += 1
    elif how == "scaled":
        array *= 2
    else:
        array[...] = array[::-1].copy()
    try:
        found = layer.backward(dy)
    except ValueError as error:
        assert "sửa tại chỗ" in str(error)
    else:
        np.testing.assert_allclose(found, right)


def test_a_large_array_is_sampled_so_that_a_new_batch_in_the_old_buffer_is_noticed():
    layer, x = linear(784, 2), np.random.default_rng(0).normal(size=(100, 784))
    for change in (lambda: x.__imul__(2), lambda: x[7].fill(0), lambda: x[:, 11].fill(0), lambda: x.sort(0)):
        layer(x)
        change()
        with pytest.raises(ValueError, match="sửa tại chỗ"):
            layer.backward(np.ones((100, 2)))


def test_max_pool_sends_the_gradient_of_nan_where_torch_does():
    rng = np.random.default_rng(0)
    for kernel, stride, padding in [(2, 2, 0), (3, 1, 1), (3, 2, 0)]:
        x = rng.normal(size=(2, 3, 7, 8))
        x[rng.random(x.shape) < 0.2] = np.nan
        layer, t = nn.MaxPool2d(kernel, stride, padding), torch.tensor(x, requires_grad=True)
        y = torch.nn.functional.max_pool2d(t, kernel, stride, padding)
        dy = rng.normal(size=tuple(y.shape))
        y.backward(torch.tensor(dy))
        np.testing.assert_array_equal(layer(x), y.detach().numpy())
        np.testing.assert_allclose(layer.backward(dy), t.grad.numpy(), atol=1e-12)


def test_wrong_gradients_are_refused_before_anything_is_added():
    layer = linear(3, 2)
    for bad in (None, "dy", np.ones((2, 3)), np.ones(2), 1.0, np.ones((4, 2), complex)):
        with pytest.raises(ValueError, match="dy|forward"):
            layer.backward(bad)
        layer(np.ones((4, 3)))
    assert not layer.weight.grad.any()
    for layer in (
        nn.ReLU(),
        nn.Softmax(),
        nn.Flatten(),
        nn.MaxPool2d(2),
        nn.Dropout(0.1, rng=np.random.default_rng(0)),
    ):
        with pytest.raises(ValueError, match="chưa có forward"):
            layer.backward(np.ones((1, 1)))


def test_sequential_wants_layers():
    for bad in (nn.ReLU, "relu", None, [nn.ReLU()]):
        with pytest.raises(ValueError, match="tầng 0 của Sequential"):
            nn.Sequential(bad)


def test_fit_lists_a_shared_layer_once():
    layer = linear(2, 2)
    model = nn.Sequential(layer, nn.ReLU(), layer)
    backend = NumpyBackend(model, nn.mse, nn.SGD(model.parameters(), 0.1))
    assert [type(m) for m in backend.modules()] == [nn.Sequential, nn.Linear, nn.ReLU]
