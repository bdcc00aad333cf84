"""Graph-based segmentation: flat pieces, noise, and a naive twin."""

import numpy as np
import pytest

from hocsau.detection import segment


def quarters(noise=0.0, side=24):
    image = np.zeros((side, side, 3))
    image[: side // 2, : side // 2] = [220, 40, 40]
    image[: side // 2, side // 2 :] = [40, 220, 40]
    image[side // 2 :, : side // 2] = [40, 40, 220]
    return image + np.random.default_rng(0).normal(0, noise, image.shape)


@pytest.mark.parametrize("noise", [0.0, 5.0])
def test_four_colours_are_four_pieces(noise):
    labels = segment(quarters(noise), scale=200, sigma=0, least=10)
    expected = np.kron([[0, 1], [2, 3]], np.ones((12, 12), int))
    np.testing.assert_array_equal(labels, expected)


def naive_segment(image, scale, least):
    """The paper's words with sets and a dictionary."""
    height, width = image.shape[:2]
    edges = []
    for down, along in ((0, 1), (1, 0), (1, 1), (-1, 1)):
        for i in range(height):
            for j in range(width):
                if 0 <= i + down < height and j + along < width:
                    other = image[i + down, j + along]
                    edges.append((np.sqrt(((image[i, j] - other) ** 2).sum()), (i, j), (i + down, j + along)))
    edges.sort(key=lambda edge: edge[0])
    piece = {(i, j): frozenset([(i, j)]) for i in range(height) for j in range(width)}
    inner = {p: 0.0 for p in piece.values()}

    def join(a, b, w):
        both = a | b
        inner[both] = w
        for place in both:
            piece[place] = both

    for w, p, q in edges:
        a, b = piece[p], piece[q]
        if a != b and w <= min(inner[a] + scale / len(a), inner[b] + scale / len(b)):
            join(a, b, w)
    for w, p, q in edges:
        a, b = piece[p], piece[q]
        if a != b and min(len(a), len(b)) < least:
            join(a, b, w)
    rank = {}
    return np.array([[rank.setdefault(piece[i, j], len(rank)) for j in range(width)] for i in range(height)])


@pytest.mark.parametrize("scale", [20.0, 150.0, 600.0])
def test_it_is_the_naive_one(scale):
    rng = np.random.default_rng(1)
    for shape in ((9, 11, 3), (12, 7)):
        image = rng.uniform(0, 255, shape)
        if len(shape) == 2:
            np.testing.assert_array_equal(
                segment(image, scale, 0, 3), naive_segment(image[..., None], scale, 3)
            )
        else:
            np.testing.assert_array_equal(segment(image, scale, 0, 3), naive_segment(image, scale, 3))


def test_a_larger_scale_gives_fewer_pieces_in_the_end_and_none_is_too_small():
    image = quarters(40)
    counts = []
    for scale in (10, 100, 1000):
        labels = segment(image, scale, 0.8, least=15)
        counts.append(labels.max() + 1)
        assert np.bincount(labels.ravel()).min() >= 15
    assert counts[0] > counts[-1] > 1


def test_kinds_of_pictures():
    assert segment(np.zeros((1, 1))).tolist() == [[0]]
    assert segment(np.full((5, 6, 3), 200, np.uint8)).max() == 0
    whole = (quarters() + 0.5).astype(np.uint8)
    np.testing.assert_array_equal(segment(whole, sigma=0), segment(whole.astype(float), sigma=0))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: segment(np.zeros((3, 3)), scale=0), "scale = 0"),
        (lambda: segment(np.zeros((3, 3)), sigma=-1), "sigma = -1"),
        (lambda: segment(np.zeros((3, 3)), least=0), "least = 0"),
        (lambda: segment(np.zeros(3), sigma=0), "shape"),
        (lambda: segment(np.zeros((0, 3)), sigma=0), "shape"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
