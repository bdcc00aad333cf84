"""U-Net: the sizes of the source and of the paper, bridges, and what does not fit."""

import numpy as np
import pytest
import torch

from hocsau.torch import UNet, layer_table
from hocsau.torch.models.unet import without_norm


def count(network):
    return sum(p.numel() for p in network.parameters())


def test_the_source_s_listing_has_31_031_685_parameters():
    assert count(UNet(squeeze=2, dropout=0.5)) == 31_031_685
    assert count(UNet(squeeze=2, up="transposed")) == 31_031_685  # 2×2 kernels either way
    assert count(UNet()) == 31_031_685 - (64 * 2 * 9 + 2) - (2 + 1) + (64 + 1)


def test_every_width_is_twice_the_one_above_and_the_picture_half():
    rows = {row.layer: row.shape for row in layer_table(UNet(), (1, 256, 256))}
    for level, (width, side) in enumerate(
        zip((64, 128, 256, 512, 1024), (256, 128, 64, 32, 16), strict=True)
    ):
        assert rows[f"down.{level}.2"] == (width, side, side)
    for level, (width, side) in enumerate(zip((512, 256, 128, 64), (32, 64, 128, 256), strict=True)):
        assert rows[f"up.{level}.2"] == (width, side, side)
    assert rows["head"] == (1, 256, 256)


def test_the_paper_s_572_becomes_388():
    network = UNet(2, padding="valid", up="transposed")
    assert network.output_size(572) == 388
    rows = {row.layer: row.shape for row in layer_table(network, (1, 572, 572))}
    assert rows["down.4.2"] == (1024, 28, 28) and rows["head"] == (2, 388, 388)


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("squeeze", [0, 2])
@pytest.mark.parametrize("up", ["resize", "transposed"])
def test_the_size_foretold_is_the_size_that_comes_out(padding, squeeze, up):
    network = UNet(3, channels=2, base=2, depth=2, padding=padding, up=up, squeeze=squeeze,
                   rng=np.random.default_rng(0))  # fmt: skip
    good = []
    for side in range(4, 70):
        x = torch.zeros(1, 2, side, 52)
        try:
            expected = network.output_size(side)
        except ValueError as error:
            with pytest.raises(ValueError, match="không qua được"):
                network(x)
            assert "predict_tiles" in str(error)
        else:
            assert network(x).shape == (1, 3, expected, network.output_size(52))
            good.append(side)
    assert len(good) > 3


def test_the_error_names_the_next_size_that_fits():
    network = UNet(base=2)
    with pytest.raises(ValueError, match=r"cạnh 100 .* là 112"):
        network.output_size(100)
    assert network.output_size(112) == 112


def test_a_bridge_carries_what_the_bottom_has_lost():
    x = torch.randn(1, 1, 16, 16, generator=torch.Generator().manual_seed(0))

    def reaches(skips):
        """How much the gradient of one output pixel sees of its own pixel, when the bottom is silenced."""
        network = UNet(base=4, depth=1, skips=skips, rng=np.random.default_rng(0))
        with torch.no_grad():
            for parameter in network.grow.parameters():
                parameter.zero_()
        seen = x.clone().requires_grad_()
        network(seen)[0, 0, 8, 8].backward()
        return seen.grad.abs().sum().item()

    assert reaches(True) > 0 and reaches(False) == 0


def test_without_skips_only_the_convolutions_after_them_are_narrower():
    both = [
        count(UNet(base=4, depth=2, skips=skips, rng=np.random.default_rng(0))) for skips in (True, False)
    ]
    assert both[0] - both[1] == 9 * (8 * 8 + 4 * 4)
    shallow, deep = (
        UNet(base=4, depth=2, skips=skips, rng=np.random.default_rng(0))
        for skips in ((True, False), (False, True))
    )
    assert both[0] - count(shallow) == 9 * 8 * 8 and both[0] - count(deep) == 9 * 4 * 4
    for network in (shallow, deep):
        assert network(torch.zeros(1, 1, 8, 8)).shape == (1, 1, 8, 8)


def test_folding_the_norm_changes_nothing():
    network = UNet(base=3, depth=2, norm=True, rng=np.random.default_rng(0))
    x = torch.randn(3, 1, 16, 24, generator=torch.Generator().manual_seed(0))
    for _ in range(3):
        network(2 * x + 1)  # statistics of its own
    network.eval()
    folded = without_norm(network)
    torch.testing.assert_close(folded(x), network(x), atol=1e-5, rtol=1e-4)
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in folded.modules())
    assert any(isinstance(m, torch.nn.BatchNorm2d) for m in network.modules())
    plain = UNet(base=3, depth=2, rng=np.random.default_rng(5))
    plain.load_state_dict(folded.state_dict())  # the same names
    torch.testing.assert_close(plain.eval()(x), folded(x))


def test_the_same_rng_draws_the_same_weights_and_torch_s_own_is_left_alone():
    before = torch.get_rng_state()
    one, two = (UNet(base=2, depth=1, up="transposed", rng=np.random.default_rng(3)) for _ in range(2))
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(a, b)
    assert torch.equal(before, torch.get_rng_state())


def test_dropout_acts_at_the_two_deepest_levels_and_only_when_learning():
    network = UNet(base=2, depth=2, dropout=0.5, rng=np.random.default_rng(0))
    seen = []
    network.dropout.register_forward_hook(lambda m, a, y: seen.append(y.shape[1]))
    network(torch.zeros(1, 1, 8, 8))
    assert seen == [4, 8]
    x = torch.randn(1, 1, 8, 8)
    assert not torch.equal(network(x), network(x))
    network.eval()
    assert torch.equal(network(x), network(x))


@pytest.mark.parametrize(
    "options, said",
    [
        ({"classes": 0}, "classes = 0"),
        ({"base": 1.5}, "base = 1.5"),
        ({"depth": 0}, "depth = 0"),
        ({"squeeze": -1}, "squeeze = -1"),
        ({"padding": "full"}, "same, valid"),
        ({"up": "bilinear"}, "resize, transposed"),
        ({"dropout": 1.0}, "1"),
        ({"skips": [True, False]}, "skips có 2 giá trị; cần 4"),
    ],
)
def test_bad_settings_are_refused(options, said):
    with pytest.raises(ValueError, match=said):
        UNet(**options)


def test_a_picture_of_another_shape_is_refused():
    network = UNet(base=2, depth=1, rng=np.random.default_rng(0))
    for shape in ((1, 8, 8), (1, 3, 8, 8)):
        with pytest.raises(ValueError, match=r"cần \(N, 1, H, W\)"):
            network(torch.zeros(shape))
