"""word2vec: pairs, both losses by finite differences and beside torch, what is learnt."""

import numpy as np
import pytest
import torch

from hocsau.text import (
    cbow_pairs,
    context_mean,
    context_mean_backward,
    nearest_words,
    negative_loss,
    noise_distribution,
    skipgram_pairs,
    softmax_loss,
)

FOX = "the quick brown fox".split()


def test_the_pairs_of_the_quick_brown_fox():
    center, context = skipgram_pairs([range(4)], 2)
    assert [(FOX[a], FOX[b]) for a, b in zip(center, context, strict=True)] == [
        ("the", "quick"),
        ("the", "brown"),
        ("quick", "the"),
        ("quick", "brown"),
        ("quick", "fox"),
        ("brown", "the"),
        ("brown", "quick"),
        ("brown", "fox"),
        ("fox", "quick"),
        ("fox", "brown"),
    ]
    around, mask, middle = cbow_pairs([range(4), [2], []], 2)
    assert middle.tolist() == [0, 1, 2, 3] and mask.sum() == len(center)
    assert around[1][mask[1]].tolist() == [0, 2, 3] and around.shape == (4, 4)
    assert skipgram_pairs([[]], 1)[0].shape == (0,) and cbow_pairs([[5]], 3)[0].shape == (0, 6)


def slopes(f, a, step=1e-6):
    found = np.zeros_like(a)
    for place in np.ndindex(a.shape):
        moved = a.copy()
        moved[place] += step
        up = f(moved)
        moved[place] -= 2 * step
        found[place] = (up - f(moved)) / (2 * step)
    return found


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    return {
        "h": rng.normal(size=(5, 3)),
        "u": rng.normal(size=(7, 3)),
        "y": np.array([0, 6, 2, 2, 1]),
        "k": np.array([[1, 1], [6, 0], [3, 4], [2, 5], [0, 0]]),  # doubled words and the true one among them
    }


def test_softmax_gradients(case):
    h, u, y = case["h"], case["u"], case["y"]
    loss, dh, du = softmax_loss(h, u, y)
    np.testing.assert_allclose(dh, slopes(lambda a: softmax_loss(a, u, y)[0], h), atol=1e-8)
    np.testing.assert_allclose(du, slopes(lambda a: softmax_loss(h, a, y)[0], u), atol=1e-8)
    a, b = (torch.tensor(value, requires_grad=True) for value in (h, u))
    theirs = torch.nn.functional.cross_entropy(a @ b.T, torch.tensor(y))
    theirs.backward()
    assert loss == pytest.approx(theirs.item(), abs=1e-12)
    np.testing.assert_allclose(dh, a.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(du, b.grad.numpy(), atol=1e-12)


def test_negative_sampling_gradients(case):
    h, u, y, k = case.values()
    loss, dh, du = negative_loss(h, u, y, k)
    np.testing.assert_allclose(dh, slopes(lambda a: negative_loss(a, u, y, k)[0], h), atol=1e-8)
    np.testing.assert_allclose(du, slopes(lambda a: negative_loss(h, a, y, k)[0], u), atol=1e-8)
    a, b = (torch.tensor(value, requires_grad=True) for value in (h, u))
    sigma = torch.nn.functional.logsigmoid
    true, false = (a * b[y]).sum(1), torch.einsum("nd,nkd->nk", a, b[k])
    theirs = -(sigma(true) + sigma(-false).sum(1)).mean()
    theirs.backward()
    assert loss == pytest.approx(theirs.item(), abs=1e-12)
    np.testing.assert_allclose(dh, a.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(du, b.grad.numpy(), atol=1e-12)
    assert negative_loss(h, u, y, np.zeros((5, 0), int))[0] > 0  # no negatives at all


def test_the_mean_of_the_context_and_its_gradient(case):
    v = case["u"]
    context, mask = np.array([[1, 1, 0], [2, 3, 4]]), np.array([[True, True, False], [True, True, True]])
    np.testing.assert_allclose(context_mean(v, context, mask), [v[1], v[2:5].mean(0)])
    dy = np.random.default_rng(1).normal(size=(2, 3))
    found = context_mean_backward(dy, v, context, mask)
    np.testing.assert_allclose(
        found, slopes(lambda a: (context_mean(a, context, mask) * dy).sum(), v), atol=1e-8
    )


@pytest.mark.parametrize("loss", [softmax_loss, negative_loss])
def test_extreme_scores_and_float32(loss, case):
    rest = (case["k"],) if loss is negative_loss else ()
    found = loss(case["h"] * 1e3, case["u"] * 1e3, case["y"], *rest)
    assert all(np.isfinite(part).all() for part in found)
    for part in loss(case["h"].astype(np.float32), case["u"].astype(np.float32), case["y"], *rest)[1:]:
        assert part.dtype == np.float32


def test_words_of_the_same_company_come_near():
    rng = np.random.default_rng(0)  # 0, 1 stand beside 4, 5; 2, 3 beside 6, 7
    sentences = [
        [rng.integers(2) + 2 * side, 4 + rng.integers(2) + 2 * side] for side in rng.integers(0, 2, 300)
    ]
    center, context = skipgram_pairs(sentences, 1)
    v, u = rng.normal(size=(8, 4)) * 0.1, np.zeros((8, 4))
    noise = noise_distribution(np.bincount(center, minlength=8))
    for _ in range(150):
        _, dh, du = negative_loss(v[center], u, context, rng.choice(8, (len(center), 3), p=noise))
        dv = np.zeros_like(v)
        np.add.at(dv, center, dh)
        v, u = v - 5 * dv, u - 5 * du
    assert nearest_words(v, v[0], 1, skip=[0])[0][0] == 1 and nearest_words(v, v[6], 1, skip=[6])[0][0] == 7


def test_noise_and_neighbours():
    np.testing.assert_allclose(noise_distribution([16, 1, 0]), [8 / 9, 1 / 9, 0])
    np.testing.assert_allclose(noise_distribution([16, 1, 0], 0), [1 / 3] * 3)
    v = [[1, 0], [0, 2], [1, 1], [0, 0]]
    assert [i for i, _ in nearest_words(v, [2, 0], 3)] == [0, 2, 1]
    assert nearest_words(v, [0, 1], 9, skip=[1])[0] == (2, pytest.approx(0.5**0.5))


def test_bad_input_is_refused(case):
    h, u, y, k = case.values()
    for call in (
        lambda: skipgram_pairs([[0.5]], 1),
        lambda: skipgram_pairs([[0]], 0),
        lambda: softmax_loss(h, u, y[:2]),
        lambda: softmax_loss(h[:0], u, y[:0]),
        lambda: softmax_loss(h, u[:, :2], y),
        lambda: softmax_loss(h, u, y + 7),
        lambda: negative_loss(h, u, y, k[:2]),
        lambda: negative_loss(h, u, y, k - 1),
        lambda: context_mean(u, [[0]], [[False]]),
        lambda: context_mean(u, [[0]], [[1]]),
        lambda: noise_distribution([0, 0]),
        lambda: noise_distribution([1, -1]),
        lambda: nearest_words(u, [0, 0, 0]),
        lambda: nearest_words(u, [1, 0]),
    ):
        with pytest.raises(ValueError):
            call()
