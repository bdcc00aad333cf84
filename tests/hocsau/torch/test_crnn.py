"""The reader of sequences: its size, its order of reading, and that it can learn two rows."""

import numpy as np
import pytest
import torch

from hocsau.torch.models.crnn import CRNN


def made(**given):
    return CRNN(**({"rng": np.random.default_rng(0)} | given))


def test_size_and_shapes():
    network = made()
    assert sum(p.numel() for p in network.parameters()) == 109_860
    assert network(torch.zeros(2, 1, 64, 96)).shape == (2, 48, 32)
    assert made(image=(32, 40), classes=5).eval()(torch.zeros(1, 1, 32, 40)).shape == (1, 10, 5)


def test_each_row_is_read_by_itself():
    network = made().eval()
    x = torch.rand(1, 1, 64, 96)
    steps = network.steps(x)
    upper = network.head(network.gru(steps[:, :24])[0])
    torch.testing.assert_close(network(x)[:, :24], upper)
    one_row = made(image=(32, 96)).eval()
    assert one_row.rows == 1 and network.rows == 2 and one_row(x[:, :, :32]).shape == (1, 24, 32)


def test_the_same_rng_gives_the_same_network_and_torch_s_own_is_left_alone():
    before = torch.get_rng_state()
    a, b, c = made(), made(), made(rng=np.random.default_rng(1))
    assert torch.equal(before, torch.get_rng_state())
    for mine, theirs in zip(a.state_dict().values(), b.state_dict().values(), strict=True):
        assert torch.equal(mine, theirs)
    assert not torch.equal(a.head.weight, c.head.weight)
    assert not torch.equal(a.gru.weight_hh_l0, c.gru.weight_hh_l0)


def test_the_lower_row_is_read_after_the_upper():
    network = made().eval()
    x = torch.rand(2, 1, 64, 96)
    maps, steps = network.features(x), network.steps(x)
    assert maps.shape == (2, 56, 4, 24) and steps.shape == (2, 48, 112)
    for step, row, column in ((0, 0, 0), (23, 0, 23), (24, 1, 0), (47, 1, 23)):
        upper, lower = maps[:, :, 2 * row, column], maps[:, :, 2 * row + 1, column]
        assert torch.equal(steps[:, step], torch.stack([upper, lower], dim=2).flatten(1))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"classes": 1}, "classes = 1"),
        ({"hidden": 0}, "hidden = 0"),
        ({"widths": (8, 8)}, "năm khối"),
        ({"image": (60, 96)}, "chia hết cho 32"),
        ({"image": (64, 90)}, "chia hết cho 4"),
        ({"image": (0, 96)}, "chia hết"),
    ],
)
def test_bad_settings_are_refused(given, words):
    with pytest.raises(ValueError, match=words):
        made(**given)


@pytest.mark.parametrize("shape", [(1, 64, 96), (1, 3, 64, 96), (1, 1, 32, 96)])
def test_another_picture_is_refused(shape):
    with pytest.raises(ValueError, match="cần .N, 1, 64, 96"):
        made()(torch.zeros(shape))
