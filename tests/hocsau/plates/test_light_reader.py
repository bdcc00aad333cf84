"""The int8 reader in numpy beside the CRNN it comes from."""

import gzip
import json

import numpy as np
import pytest
import torch

from hocsau.errors import DataError
from hocsau.plates.crops import drawn_crops, standardised
from hocsau.plates.light_reader import LightReader, from_crnn, light_reader
from hocsau.plates.reading import CLASSES, crop_logits
from hocsau.torch.models.crnn import CRNN
from hocsau.torch.shipped import load_shipped


def test_rounded_to_int8_it_says_what_the_network_says():
    network, reader = load_shipped("plate-reader"), light_reader()
    crops = np.stack([crop for crop, _ in drawn_crops(np.random.default_rng(0), 12)])
    theirs = np.delete(crop_logits(network, crops), 24, axis=1)  # the sure blank between the rows
    ours = np.stack([reader(crop) for crop in crops])
    assert np.abs(ours - theirs).max() < 1.5 and np.abs(ours - theirs).mean() < 0.1
    assert (ours.argmax(axis=-1) == theirs.argmax(axis=-1)).mean() > 0.97
    assert len(gzip.compress(json.dumps(reader.packed()).encode())) < 130_000


def test_without_rounding_it_is_the_network():
    network = CRNN(CLASSES, rng=np.random.default_rng(0)).eval()
    with torch.no_grad():
        for layer in network.features:
            if isinstance(layer, torch.nn.BatchNorm2d):
                layer.running_mean.normal_(0, 0.3)
                layer.running_var.uniform_(0.5, 2)
    arrays = {name: value.numpy() for name, value in network.state_dict().items()}
    reader = LightReader(from_crnn(arrays))
    twin = CRNN(CLASSES, rng=np.random.default_rng(0)).eval()  # with the rounded numbers
    with torch.no_grad():
        convolutions = [layer for layer in twin.features if isinstance(layer, torch.nn.Conv2d)]
        norms = [layer for layer in twin.features if isinstance(layer, torch.nn.BatchNorm2d)]
        for layer, norm, rows, bias in zip(convolutions, norms, reader._rows, reader._bias, strict=False):
            layer.weight.copy_(torch.from_numpy(rows).view_as(layer.weight))
            norm.running_var.fill_(1 - norm.eps)
            norm.bias.copy_(torch.from_numpy(bias))
        names = [f"{kind}_{end}" for end in ("l0", "l0_reverse") for kind in ("ih", "hh")]
        for name, rows, bias in zip(names, reader._rows[5:9], reader._bias[5:9], strict=True):
            getattr(twin.gru, f"weight_{name}").copy_(torch.from_numpy(rows))
            getattr(twin.gru, f"bias_{name}").copy_(torch.from_numpy(bias))
        twin.head.weight.copy_(torch.from_numpy(reader._rows[9]))
        twin.head.bias.copy_(torch.from_numpy(reader._bias[9]))
        crop = np.random.default_rng(1).uniform(0, 255, (64, 96)).astype(np.float32)
        theirs = twin(torch.from_numpy(standardised(crop))[None, None])[0]
    np.testing.assert_allclose(reader(crop), theirs.numpy(), atol=1e-4)


def test_bad_crops_and_bad_networks_are_refused():
    reader = light_reader()
    with pytest.raises(ValueError, match="chia hết cho 32"):
        reader(np.zeros((60, 96)))
    with pytest.raises(DataError, match="0 convolution"):
        from_crnn({})
