"""Names of layers, their outputs, and a model left as it was found."""

import numpy as np
import pytest
import torch

from hocsau.torch import VGG16, SmallVGG
from hocsau.torch.visualise import feature_maps, layer_names
from hocsau.torch.visualise.layers import activations, find_layer, looking


def small():
    return SmallVGG((1, 8, 8), 3, blocks=(4, 5), rng=np.random.default_rng(0))


def test_names_of_vgg16_are_those_of_its_blocks():
    names = layer_names(VGG16())
    assert len(names) == 13
    assert (names["block1-conv1"], names["block4-conv2"], names["block5-conv3"]) == (
        *("features.0", "features.19", "features.28"),
    )


def test_names_of_small_vgg_are_its_own():
    assert all(short == name for short, name in layer_names(small()).items())


def test_an_unknown_layer_says_which_there_are_and_which_is_near():
    with pytest.raises(ValueError, match=r"block1-conv1, block1-conv2.*Ý bạn là 'block2-conv2'"):
        find_layer(small(), "block2-cnv2")
    with pytest.raises(ValueError, match="không có tầng nào"):
        find_layer(torch.nn.Sequential(torch.nn.Linear(2, 2)), "x")


def test_activations_are_the_layers_run_one_by_one():
    network, x = small().eval(), torch.rand(2, 1, 8, 8)
    by_hand = x
    for name, layer in network.named_children():
        by_hand = layer(by_hand)
        if name == "block2-relu1":
            break
    assert torch.equal(activations(network, x, "block2-conv1"), by_hand)
    assert torch.equal(activations(network, x, "block2-relu1"), by_hand)
    assert activations(network, x, "block2-pool").shape == (2, 5, 2, 2)


def test_a_layer_without_maps_is_refused_and_its_hook_removed():
    network = small()
    with pytest.raises(ValueError, match=r"'linear1' có shape \(1, 64\)"):
        feature_maps(network, torch.zeros(1, 8, 8), "linear1")
    assert all(not m._forward_hooks for m in network.modules())


def test_looking_gives_back_modes_and_gradients_also_after_an_error():
    network = small().train()
    network.dropout.eval()
    network.linear2.bias.requires_grad_(False)
    with pytest.raises(KeyError), looking(network):
        assert not network.training and not any(p.requires_grad for p in network.parameters())
        raise KeyError
    assert network.training and not network.dropout.training
    flags = {name: p.requires_grad for name, p in network.named_parameters()}
    assert flags.pop("linear2.bias") is False and all(flags.values())
