"""From a photograph to feature maps of VGG16: the path of the book's chapter, on a small file."""

import dataclasses
import hashlib

import numpy as np
import pytest
import torch

from hocsau.torch import VGG16
from hocsau.torch.inputs import MEAN, STD, centre_square, efficientnet_input, imagenet_input
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


def test_efficientnet_sees_the_middle_scaled_to_minus_one_and_one():
    image = np.zeros((256, 300, 3), np.uint8)
    image[:, :] = (0, 127, 255)
    x = efficientnet_input(image)
    assert x.shape == (1, 3, 224, 224) and x.dtype == torch.float32
    assert torch.equal(x[0, :, 5, 5], torch.tensor([-127 / 128, 0.0, 1.0]))
    image[:, :22] = 99  # (300 - 224) / 2 = 38 columns are cut off
    image[:16] = 99
    assert torch.equal(efficientnet_input(image), x)


def test_a_photo_of_that_very_size_is_cut_and_not_resampled():
    image = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    np.testing.assert_array_equal(centre_square(image, 224), image[16:240, 16:240])
    np.testing.assert_array_equal(centre_square(image, 256, share=1), image)


def test_grey_and_transparent_photos_become_colour():
    rng = np.random.default_rng(0)
    grey = rng.integers(0, 256, (64, 80), np.uint8)
    np.testing.assert_array_equal(
        centre_square(grey, 32), centre_square(np.repeat(grey[..., None], 3, axis=2), 32)
    )
    clear = np.zeros((64, 64, 4), np.uint8)
    assert (centre_square(clear, 8) == 255).all()  # nothing of it can be seen: the white behind it
    clear[..., 0], clear[..., 3] = 200, 255
    assert (centre_square(clear, 8) == (200, 0, 0)).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 500, 3), (3, 2)])
def test_tiny_photos_pass(shape):
    assert efficientnet_input(np.full(shape, 7, np.uint8)).unique().tolist() == [-120 / 128]


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (np.zeros((8, 8, 3)), "dtype float64; cần uint8.*nhân 255"),
        (np.zeros((8, 8, 3), np.float16), "nhân 255"),
        (np.zeros((8, 8, 3), np.int64), "dtype int64; cần uint8"),
        (np.zeros((3, 8, 8), np.uint8), r"shape \(3, 8, 8\)"),
        (np.zeros((1, 8, 8, 3), np.uint8), r"shape \(1, 8, 8, 3\)"),
        (np.zeros((0, 8, 3), np.uint8), r"shape \(0, 8, 3\)"),
        (np.zeros((0, 8, 4), np.uint8), r"shape \(0, 8, 4\)"),
        ([[1]], "kiểu list"),
    ],
)
def test_what_efficientnet_s_input_refuses(image, words):
    with pytest.raises(ValueError, match=words):
        efficientnet_input(image)


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"side": 0}, "side = 0"), ({"side": 2.0}, "side = 2.0"), ({"share": 1.1}, "share")],
)
def test_what_a_square_cannot_be(settings, words):
    with pytest.raises(ValueError, match=words):
        centre_square(np.zeros((8, 8, 3), np.uint8), **({"side": 4} | settings))
