import numpy as np
import pytest
import torch

import hocsau.torch
from hocsau import models


def data():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(40, 2))
    return x, (x @ [1, -2] + rng.normal(size=40) > 0).astype(int)


@pytest.mark.parametrize(("l2", "reduction"), [(0.0, "mean"), (0.1, "mean"), (2.0, "sum")])
def test_walks_the_same_steps_as_numpy(l2, reduction):
    x, y = data()
    ours, theirs = (m.LogisticRegression(2, rng=np.random.default_rng(0)) for m in (models, hocsau.torch))
    for model in (ours, theirs):
        model.fit(x, y, learning_rate=0.02, steps=60, l2=l2, reduction=reduction)
    np.testing.assert_allclose(theirs.losses, ours.losses, rtol=1e-10)
    np.testing.assert_allclose(theirs.weight.detach().numpy(), ours.weight.data, rtol=1e-10)
    np.testing.assert_allclose(theirs.probability(x).numpy(), ours.probability(x), rtol=1e-10)
    np.testing.assert_array_equal(theirs.predict(torch.tensor(x), 0.3).numpy(), ours.predict(x, 0.3))


def test_refuses_what_numpy_refuses_and_keeps_its_weights():
    x, y = data()
    model = hocsau.torch.LogisticRegression(2, rng=np.random.default_rng(0))
    before = model.weight.detach().clone()
    for change, words in [
        ({"learning_rate": -1}, "learning_rate"),
        ({"reduction": "none"}, "reduction"),
        ({"y": y + 1}, "nhãn 2"),
        ({"x": x[:, :1]}, r"cần \(N, 2\)"),
        ({"learning_rate": 1e6, "l2": 1.0, "steps": 1000}, "ở bước"),
    ]:
        with pytest.raises(ValueError, match=words):
            model.fit(**({"x": x, "y": y, "learning_rate": 0.1, "steps": 2} | change))
        assert torch.equal(model.weight, before)
    with pytest.raises(ValueError, match="threshold"):
        model.predict(x, 1.0)
