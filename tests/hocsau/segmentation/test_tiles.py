"""Tiles: any size goes through, the seams do not show, mirrored edges."""

import numpy as np
import pytest
import torch

from hocsau.segmentation import predict_tiles, tiles_of
from hocsau.torch import UNet


def through(network):
    def predict(pieces):
        with torch.no_grad():
            return network(torch.from_numpy(pieces)).numpy()

    return predict


@pytest.mark.parametrize("shape", [(1, 1), (5, 90), (64, 64), (37, 53)])
def test_a_network_that_copies_gives_the_picture_back(shape):
    image = np.random.default_rng(0).normal(size=(2, *shape))
    for margin in (0, 4, 7):
        made = predict_tiles(lambda x: x[:, :1], image, tile=24, margin=margin)
        np.testing.assert_array_equal(made, image[:1])


def test_a_valid_network_is_the_same_tile_by_tile_and_at_once():
    network = UNet(base=2, depth=2, padding="valid", up="transposed", rng=np.random.default_rng(1)).eval()
    tile = 60
    margin = (tile - network.output_size(tile)) // 2
    image = np.random.default_rng(0).normal(size=(1, 44, 64)).astype(np.float32)
    made = predict_tiles(through(network), image, tile=tile, margin=margin, batch=3)
    assert made.shape == (1, 44, 64)
    padded = np.pad(image, ((0, 0), (margin, margin), (margin, margin)), mode="reflect")
    whole = through(network)(padded[None])[0]
    assert whole.shape == made.shape
    np.testing.assert_allclose(made, whole, atol=1e-5)


def test_a_same_network_agrees_away_from_the_edge():
    network = UNet(base=2, depth=2, rng=np.random.default_rng(1)).eval()
    image = np.random.default_rng(0).normal(size=(1, 96, 96)).astype(np.float32)
    made = predict_tiles(through(network), image, tile=88, margin=28)
    whole = through(network)(image[None])[0]
    np.testing.assert_allclose(made[:, 28:-28, 28:-28], whole[:, 28:-28, 28:-28], atol=1e-5)
    seams = predict_tiles(through(network), image, tile=32, margin=0)
    assert np.abs(seams - whole)[:, 28:-28, 28:-28].max() > 1e-3  # without a margin the seams do show


def test_beyond_the_edge_is_a_mirror():
    seen = []
    predict_tiles(lambda x: seen.append(x) or x, np.arange(4.0).reshape(1, 1, 4), tile=8, margin=2)
    assert seen[0][0, 0, 0].tolist() == [2, 1, 0, 1, 2, 3, 2, 1]


def test_integers_and_batches():
    calls = []

    def predict(pieces):
        calls.append(len(pieces))
        return pieces

    made = predict_tiles(predict, np.full((1, 30, 30), 200, np.uint8), tile=10, margin=0, batch=4)
    assert made.shape == (1, 30, 30) and (made == 200).all() and calls == [4, 4, 1]
    assert tiles_of(30, 10) == [0, 10, 20] and tiles_of(31, 10)[-1] == 30 and tiles_of(3, 10) == [0]


@pytest.mark.parametrize(
    "image, options, said",
    [
        (np.zeros((4, 4)), {}, r"\(C, H, W\)"),
        (np.zeros((1, 0, 4)), {}, r"\(C, H, W\)"),
        (np.zeros((1, 4, 4)), {"margin": 4}, "lớn hơn 2·margin"),
        (np.zeros((1, 4, 4)), {"margin": -1}, "margin = -1"),
        (np.zeros((1, 4, 4)), {"batch": 0}, "batch = 0"),
        (np.zeros((1, 4, 4)), {"tile": 4.0}, "tile = 4.0"),
    ],
)
def test_bad_input_is_refused(image, options, said):
    with pytest.raises(ValueError, match=said):
        predict_tiles(lambda x: x, image, **{"tile": 8, "margin": 1} | options)


def test_an_answer_of_another_size_is_refused():
    with pytest.raises(ValueError, match="predict trả về shape"):
        predict_tiles(lambda x: x[:, :, 1:], np.zeros((1, 9, 9)), tile=8, margin=1)
    with pytest.raises(ValueError, match="core = 0"):
        tiles_of(3, 0)
