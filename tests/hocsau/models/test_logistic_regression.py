"""Logistic regression: the same answer as scikit-learn and torch, the threshold's line, what it refuses."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression as SklearnLogisticRegression

from hocsau import nn
from hocsau.models import LogisticRegression


def overlapping(n=60, features=2, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, features))
    y = (nn.sigmoid(x @ rng.normal(size=features) + 0.5) > rng.random(n)).astype(float)
    return x, y


def torch_answer(x, y, l2, reduction):
    weight = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [weight, bias], max_iter=500, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe"
    )
    x, y = torch.tensor(x), torch.tensor(y)

    def closure():
        optimizer.zero_grad()
        bce = torch.nn.functional.binary_cross_entropy_with_logits(x @ weight + bias, y, reduction=reduction)
        loss = bce + l2 / 2 * (weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return bias.detach().numpy(), weight.detach().numpy()


@pytest.mark.parametrize(("reduction", "features"), [("mean", 1), ("mean", 3), ("sum", 2)])
def test_numpy_torch_and_scikit_learn_agree_under_the_same_penalty(reduction, features):
    x, y = overlapping(features=features)
    l2 = 0.1 if reduction == "mean" else 2.0
    rate = 1.0 if reduction == "mean" else 1 / 60
    ours = LogisticRegression(features, rng=np.random.default_rng(1))
    ours.fit(x, y, learning_rate=rate, steps=1500, l2=l2, reduction=reduction)
    C = 1 / (l2 * (len(x) if reduction == "mean" else 1))
    sklearn = SklearnLogisticRegression(C=C, tol=1e-10, max_iter=1000).fit(x, y)
    for bias, weight in [(sklearn.intercept_[0], sklearn.coef_[0]), torch_answer(x, y, l2, reduction)]:
        np.testing.assert_allclose(ours.weight.data, weight, atol=1e-5)
        assert float(ours.bias.data) == pytest.approx(float(bias), abs=1e-5)
    np.testing.assert_allclose(ours.probability(x), sklearn.predict_proba(x)[:, 1], atol=1e-5)
    np.testing.assert_array_equal(ours.predict(x), sklearn.predict(x))


def test_losses_start_before_the_first_step_and_fall():
    x, y = overlapping()
    model = LogisticRegression(2, rng=np.random.default_rng(0)).set_weights(0, [0, 0])
    model.fit(x, y, learning_rate=0.5, steps=40)
    assert model.losses.shape == (41,)
    assert model.losses[0] == pytest.approx(np.log(2))
    assert np.all(np.diff(model.losses) < 0)
    assert model.losses[-1] == pytest.approx(nn.bce_with_logits(model(x), y)[0])


def test_one_step_is_the_formula_of_the_chapter():
    x, y = overlapping(n=20)
    model = LogisticRegression(2, rng=np.random.default_rng(0)).set_weights(0, [0.1, 0.1])
    error = nn.sigmoid(x @ [0.1, 0.1]) - y
    model.fit(x, y, learning_rate=0.01, steps=1, reduction="sum")
    np.testing.assert_allclose(model.weight.data, 0.1 - 0.01 * x.T @ error, rtol=1e-12)
    assert float(model.bias.data) == pytest.approx(-0.01 * error.sum(), rel=1e-12)


def test_fit_goes_on_from_the_weights_it_has():
    x, y = overlapping()
    once, twice = (LogisticRegression(2, rng=np.random.default_rng(0)) for _ in range(2))
    once.fit(x, y, learning_rate=0.3, steps=10)
    twice.fit(x, y, learning_rate=0.3, steps=4).fit(x, y, learning_rate=0.3, steps=6)
    assert once.weight.data.tobytes() == twice.weight.data.tobytes()


def test_without_a_penalty_separable_points_push_the_weights_on_for_ever():
    x, y = np.array([[-2.0], [-1], [1], [2]]), np.array([0, 0, 1, 1])
    model, sizes = LogisticRegression(1, rng=np.random.default_rng(0)), []
    for steps in (10, 90, 900):
        model.fit(x, y, learning_rate=1, steps=steps)
        sizes.append(abs(float(model.weight.data[0])))
    assert sizes[0] + 1 < sizes[1] < sizes[2] - 1


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_the_threshold_moves_the_line(threshold):
    model = LogisticRegression(2, rng=np.random.default_rng(0)).set_weights(-3, [1, 1])
    x = np.random.default_rng(1).uniform(0, 4, size=(200, 2))
    line = -np.log(1 / threshold - 1)  # w0 + w1 x1 + w2 x2 on the boundary
    np.testing.assert_array_equal(model.predict(x, threshold), x.sum(axis=1) - 3 >= line)


def test_forward_gives_logits_and_backward_agrees_with_differences():
    rng = np.random.default_rng(0)
    model, x = LogisticRegression(3, rng=rng), rng.normal(size=(5, 3))
    np.testing.assert_allclose(nn.sigmoid(model(x)), model.probability(x))
    assert max(nn.gradcheck(model, x, rng).values()) < 1e-6


def test_divergence_is_named_and_keeps_the_old_weights():
    x, y = overlapping()
    model = LogisticRegression(2, rng=np.random.default_rng(0))
    before = model.weight.data.copy()
    with pytest.raises(ValueError, match="ở bước .* learning_rate"):
        model.fit(x, y, learning_rate=1e6, steps=1000, l2=1.0)
    np.testing.assert_array_equal(model.weight.data, before)
    assert model.losses.size == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"y": np.zeros(59)}, "shape"),
        ({"y": np.zeros((60, 1))}, "shape"),
        ({"x": np.zeros(60)}, "shape"),
        ({"x": np.zeros((60, 3))}, r"cần \(N, 2\)"),
        ({"x": np.zeros((0, 2)), "y": np.zeros(0)}, "N ≥ 1"),
        ({"x": np.full((60, 2), np.nan)}, "dòng 0"),
        ({"y": np.full(60, np.nan)}, "nhãn nan"),
        ({"y": np.full(60, 2)}, "nhãn 2"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": np.nan}, "learning_rate"),
        ({"steps": -1}, "steps"),
        ({"l2": -1.0}, "hệ số phạt"),
        ({"reduction": "total"}, "reduction"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(change, words):
    x, y = overlapping()
    model = LogisticRegression(2, rng=np.random.default_rng(0))
    before = model.weight.data.copy()
    arguments = {"x": x, "y": y, "learning_rate": 0.1, "steps": 3} | change
    with pytest.raises(ValueError, match=words):
        model.fit(**arguments)
    np.testing.assert_array_equal(model.weight.data, before)


@pytest.mark.parametrize("threshold", [0, 1, -0.1, np.nan])
def test_a_threshold_outside_0_and_1_is_refused(threshold):
    with pytest.raises(ValueError, match="threshold"):
        LogisticRegression(2, rng=np.random.default_rng(0)).predict(np.zeros((1, 2)), threshold)


def test_exactly_at_the_threshold_is_class_1():
    model = LogisticRegression(1, rng=np.random.default_rng(0)).set_weights(0.0, [1.0])
    np.testing.assert_array_equal(model.predict(np.array([[0.0], [-1e-9], [1e-9]])), [1, 0, 1])
    p = float(model.probability(np.array([[0.7]]))[0])
    assert model.predict(np.array([[0.7]]), threshold=p)[0] == 1
    assert model.predict(np.array([[0.7]]), threshold=np.nextafter(p, 1))[0] == 0
