"""CTC beside torch's, beside the sum over all paths, and its two ways of reading."""

import itertools

import numpy as np
import pytest
import torch

from hocsau import nn
from hocsau.nn.ctc import ctc_beam, ctc_greedy, ctc_loss, ctc_loss_naive, log_softmax
from hocsau.nn.gradcheck import numerical_gradient, relative_error

TARGETS = [[1, 2, 2, 3], [], [4, 4, 4], [1]]


def logits(n=4, t=9, k=5, seed=0, scale=2.0):
    return np.random.default_rng(seed).normal(size=(n, t, k)) * scale


def theirs(z, targets, steps, blank=0):
    x = torch.tensor(z, requires_grad=True)
    flat = torch.tensor([label for target in targets for label in target], dtype=torch.long)
    loss = torch.nn.functional.ctc_loss(
        x.log_softmax(-1).transpose(0, 1),
        flat,
        torch.tensor(steps),
        torch.tensor([len(target) for target in targets]),
        blank=blank,
        reduction="sum",
    )
    loss.backward()
    return loss.item(), x.grad.numpy()


@pytest.mark.parametrize("steps", [[9, 9, 9, 9], [5, 1, 7, 2]])
@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_loss_and_gradient_are_torch_s(steps, scale):
    z = logits(scale=scale)
    loss, gradient = ctc_loss(z, TARGETS, "sum", steps=steps)
    value, slope = theirs(z, TARGETS, steps)
    assert abs(loss - value) < 1e-10 * max(1, abs(value))
    np.testing.assert_allclose(gradient, slope, atol=1e-10)


def test_another_blank_and_the_mean():
    z = logits()
    targets = [[0, 1], [2, 2], [], [3]]
    loss, gradient = ctc_loss(z, targets, blank=4)
    value, slope = theirs(z, targets, [9] * 4, blank=4)
    assert abs(loss - value / 4) < 1e-10
    np.testing.assert_allclose(gradient, slope / 4, atol=1e-10)


@pytest.mark.parametrize("target", [[], [1], [2, 2], [1, 2], [1, 2, 1], [2, 2, 2]])
def test_the_sum_over_all_paths_written_out(target):
    z = logits(1, 5, 3)
    assert abs(ctc_loss(z, [target])[0] - ctc_loss_naive(z[0], target)) < 1e-12


def test_the_probabilities_of_all_texts_sum_to_one():
    z = logits(1, 3, 3)
    texts = [t for n in range(4) for t in itertools.product((1, 2), repeat=n)]
    total = sum(np.exp(-ctc_loss_naive(z[0], text)) for text in texts)
    assert abs(total - 1) < 1e-12


def test_gradient_by_differences():
    z = logits(2, 6, 4)
    slope = numerical_gradient(lambda a: ctc_loss(a, [[1, 3, 3], [2]])[0], z)
    assert relative_error(ctc_loss(z, [[1, 3, 3], [2]])[1], slope) < 1e-6


@pytest.mark.parametrize("scale", [1e4, -1e4])
def test_huge_logits_and_long_sequences(scale):
    z = logits(1, 400, 5) * scale
    loss, gradient = ctc_loss(z, [[1, 2, 3] * 40])
    assert np.isfinite(loss) and np.isfinite(gradient).all()
    np.testing.assert_allclose(gradient.sum(axis=-1), 0, atol=1e-7)


def test_kinds_of_numbers():
    z = logits()
    exact, slope = ctc_loss(z, TARGETS)
    for dtype, away in ((np.float32, 1e-5), (np.float16, 5e-3)):
        loss, gradient = ctc_loss(z.astype(dtype), TARGETS)
        assert gradient.dtype == dtype and abs(loss - exact) < away * abs(exact)
        np.testing.assert_allclose(gradient, slope, atol=away)
    whole, _ = ctc_loss(np.zeros((1, 2, 3), int), [[1]])
    assert abs(whole - np.log(9 / 3)) < 1e-6  # 1-, -1, 11: three of nine paths


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"targets": [[1]] * 3}, "4 mẫu nhưng 3 dãy"),
        (
            {"targets": [[1, 2, 2, 3, 3, 3, 1], [1], [1], [1]]},
            r"targets\[0\] dài 7, 3 chỗ .* 10 bước, chỉ có 9",
        ),
        ({"targets": [[1], [0], [1], [1]]}, r"targets\[1\] có lớp ngoài"),
        ({"targets": [[1], [5], [1], [1]]}, "lớp ngoài"),
        ({"targets": [[1], [1.5], [1], [1]]}, "dãy số nguyên"),
        ({"targets": [[1], [[1]], [1], [1]]}, "dãy số nguyên"),
        ({"steps": [9, 9, 9]}, "steps"),
        ({"steps": [9, 9, 9, 10]}, "steps"),
        ({"steps": [9, 0, 9, 9]}, "steps"),
        ({"blank": 5}, "blank = 5"),
        ({"logits": np.zeros((4, 5))}, "cần .N, T, K."),
        ({"logits": np.zeros((0, 5, 3)), "targets": []}, "không có mẫu"),
        ({"reduction": "max"}, "reduction"),
    ],
)
def test_bad_input_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        ctc_loss(**({"logits": logits(), "targets": TARGETS} | given))


def test_greedy_merges_then_drops():
    path = [0, 1, 1, 0, 1, 2, 2, 0, 0]
    z = np.eye(3)[path][np.newaxis] * 5
    assert ctc_greedy(z)[0].tolist() == [1, 1, 2]
    assert ctc_greedy(np.eye(3)[[0, 0]][np.newaxis])[0].tolist() == []


def test_a_wide_beam_finds_the_likeliest_text_of_all():
    for seed in range(20):
        z = logits(1, 4, 3, seed, 1.0)
        texts = [t for n in range(5) for t in itertools.product((1, 2), repeat=n)]
        chances = {t: -ctc_loss_naive(z[0], t) for t in texts}
        found = ctc_beam(z, 100)[0]
        best = max(chances, key=chances.get)
        assert found[0][0] == best and abs(found[0][1] - chances[best]) < 1e-12
        for text, chance in found:
            assert abs(chance - chances[text]) < 1e-12


def test_the_best_path_is_not_always_the_best_text():
    # two steps, p(blank) = 0.6 and p(a) = 0.4 at both: the best path is empty (0.36), "a" has 0.64
    z = np.log([[[0.6, 0.4], [0.6, 0.4]]])
    assert ctc_greedy(z)[0].tolist() == [] and ctc_beam(z, 2)[0][0][0] == (1,)


@pytest.mark.parametrize("width", [0, -1, 1.5, True])
def test_a_beam_without_width_is_refused(width):
    with pytest.raises(ValueError, match="width"):
        ctc_beam(logits(), width)


def test_log_softmax_is_torch_s():
    z = logits()
    np.testing.assert_allclose(log_softmax(z), torch.tensor(z).log_softmax(-1).numpy(), atol=1e-12)


def test_it_is_offered_and_checked_with_the_other_losses():
    from hocsau.nn import selfcheck

    assert nn.ctc_loss is ctc_loss and "ctc_loss" in selfcheck.LOSSES
