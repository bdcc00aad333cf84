import numpy as np
import pytest
import torch

import hocsau.torch


def test_dtype_may_be_numpys_or_torchs():
    for dtype in (np.float32, torch.float32):
        model = hocsau.torch.MLP([2, 3, 1], batch_norm=True, rng=np.random.default_rng(0), dtype=dtype)
        assert model(torch.ones(2, 2)).dtype == torch.float32


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"sizes": [3]}, "sizes"),
        ({"activation": "maxout"}, "không có activation"),
        ({"output": "logit"}, "không có activation"),
        ({"dropout": 1.0}, "p = 1.0"),
        ({"weight_init": "best"}, "khởi tạo"),
        ({"rng": None}, "rng"),
    ],
)
def test_bad_settings_are_refused_as_in_numpy(settings, words):
    with pytest.raises(ValueError, match=words):
        hocsau.torch.MLP(**({"sizes": [2, 3, 1], "rng": np.random.default_rng(0)} | settings))
