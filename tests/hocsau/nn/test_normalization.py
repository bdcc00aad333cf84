"""BatchNorm2d: the twin of torch's, and the same as BatchNorm1d over all pixels."""

import numpy as np
import pytest
import torch

from hocsau.nn import gradcheck
from hocsau.nn.normalization import BatchNorm2d


def test_batch_norm_2d_agrees_with_torch_over_steps_and_in_eval():
    rng = np.random.default_rng(5)
    ours, theirs = BatchNorm2d(3), torch.nn.BatchNorm2d(3, dtype=torch.float64)
    for _ in range(3):
        x, dy = rng.normal(2, 3, size=(4, 3, 2, 5)), rng.normal(size=(4, 3, 2, 5))
        t = torch.tensor(x, requires_grad=True)
        y = theirs(t)
        y.backward(torch.tensor(dy))
        np.testing.assert_allclose(ours(x), y.detach().numpy(), atol=1e-12)
        np.testing.assert_allclose(ours.backward(dy), t.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.weight.grad, theirs.weight.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(ours.running_var, theirs.running_var.numpy(), atol=1e-12)
    ours.eval(), theirs.eval()
    np.testing.assert_allclose(ours(x), theirs(torch.tensor(x)).detach().numpy(), atol=1e-12)


@pytest.mark.parametrize("training", [True, False])
def test_backward_agrees_with_differences(training):
    rng = np.random.default_rng(1)
    layer = BatchNorm2d(2).train(training)
    errors = gradcheck(layer, rng.normal(size=(3, 2, 2, 3)), rng)
    assert max(errors.values()) < 1e-6, errors


def test_bad_shapes_are_refused():
    with pytest.raises(ValueError, match=r"cần \(N, 3, H, W\)"):
        BatchNorm2d(3)(np.zeros((4, 2, 5, 5)))
