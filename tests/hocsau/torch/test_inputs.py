"""From a photograph to feature maps of VGG16: the path of the book's chapter, on a small file."""

import dataclasses
import hashlib

import numpy as np
import pytest
import torch

from hocsau.torch import VGG16
from hocsau.torch.inputs import MEAN, STD, imagenet_input
from hocsau.torch.models import vgg16
from hocsau.torch.visualise import draw_feature_maps, feature_maps
from hocsau.vision import read_image, write_image

SMALL = {"configuration": (2, "M", 3, "M"), "hidden": 4, "classes": 5}


def test_a_plain_picture_keeps_its_colour():
    image = np.empty((300, 500, 3), np.uint8)
    image[...] = (255, 128, 0)
    x = imagenet_input(image)
    assert x.shape == (1, 3, 224, 224) and x.dtype == torch.float32
    wanted = (np.array([1, 128 / 255, 0]) - MEAN) / STD
    np.testing.assert_allclose(x[0].numpy(), np.broadcast_to(wanted[:, None, None], (3, 224, 224)), rtol=1e-5)


def test_the_middle_is_kept_whichever_side_is_long():
    image = np.zeros((256, 600, 3), np.uint8)
    image[:, 300 - 112 : 300 + 112] = 255
    for picture in (image, image.transpose(1, 0, 2)):
        assert (imagenet_input(picture) > 0).all()
    assert imagenet_input(np.zeros((10, 7, 3), np.uint8)).shape == (1, 3, 224, 224)


@pytest.mark.parametrize("shape", [(9, 9), (3, 9, 9), (9, 9, 4), (0, 9, 3)])
def test_refuses(shape):
    with pytest.raises(ValueError, match="cần ảnh màu uint8"):
        imagenet_input(np.zeros(shape, np.uint8))


def test_from_a_published_file_and_a_photo_to_feature_maps(tmp_path, monkeypatch):
    trained = VGG16(**SMALL, rng=np.random.default_rng(0))
    path = tmp_path / "vgg16.pth"
    torch.save(trained.state_dict(), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    monkeypatch.setattr(vgg16, "WEIGHTS", dataclasses.replace(vgg16.WEIGHTS, sha256=digest))
    write_image(np.random.default_rng(0).integers(0, 255, (60, 80, 3), np.uint8), tmp_path / "mèo.png")

    network = VGG16(**SMALL).load_weights(path)
    image = imagenet_input(read_image(tmp_path / "mèo.png"))[0]
    maps = feature_maps(network, image, "block1-conv1")
    wanted = torch.relu(trained.features[0](image[None]))[0].detach().numpy()
    np.testing.assert_allclose(maps, wanted, atol=1e-6)
    draw_feature_maps(network, image, "block2-conv1")
