"""warp: scipy and OpenCV at random matrices, exact flips and quarter turns, every fill, every dtype."""

import numpy as np
import pytest
from scipy import ndimage

from hocsau.data.transforms import FILLS, warp

SCIPY = {"constant": "grid-constant", "nearest": "nearest", "reflect": "reflect", "wrap": "grid-wrap"}


def scipys(image, matrix, size, fill, value):
    """The same picture by scipy, whose places are (row, column) from the corner, new to old."""
    height, width = image.shape
    back = np.linalg.inv(matrix)
    swap = np.array([[0, 1], [1, 0]])
    linear = swap @ back[:2, :2] @ swap
    old, new = np.array([height - 1, width - 1]) / 2, (np.array(size) - 1) / 2
    offset = old + back[:2, 2][::-1] - linear @ new
    return ndimage.affine_transform(image, linear, offset, size, order=1, mode=SCIPY[fill], cval=value)


def random_matrix(rng):
    matrix = np.eye(3)
    matrix[:2, :2] += rng.normal(0, 0.4, (2, 2))
    matrix[:2, 2] = rng.normal(0, 3, 2)
    return matrix


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("seed", range(6))
def test_scipy_gives_the_same_numbers(fill, seed):
    rng = np.random.default_rng(seed)
    height, width = rng.integers(2, 12, 2)
    size = tuple(int(n) for n in rng.integers(2, 12, 2))
    images = rng.normal(size=(3, 2, height, width))
    matrices = np.array([random_matrix(rng) for _ in range(3)])
    ours = warp(images, matrices, size, fill, 0.3)
    for i in range(3):
        for channel in range(2):
            theirs = scipys(images[i, channel], matrices[i], size, fill, 0.3)
            np.testing.assert_allclose(ours[i, channel], theirs, atol=1e-9)


def test_opencv_gives_the_same_picture():
    cv2 = pytest.importorskip("cv2")
    rng = np.random.default_rng(0)
    image, matrix = rng.random((20, 30)).astype(np.float32), np.eye(3)
    matrix[:2, :2] = [[0.9, 0.3], [-0.2, 1.1]]
    matrix[:2, 2] = [2.25, -1.5]
    corner = np.array([[1, 0, 14.5], [0, 1, 9.5], [0, 0, 1]])
    whole = corner @ matrix @ np.linalg.inv(corner)
    borders = {
        "constant": cv2.BORDER_CONSTANT,
        "nearest": cv2.BORDER_REPLICATE,
        "reflect": cv2.BORDER_REFLECT,
    }
    for fill, border in borders.items():
        theirs = cv2.warpAffine(image, whole[:2], (30, 20), flags=cv2.INTER_LINEAR, borderMode=border)
        ours = warp(image[None, None], matrix[None], fill=fill)[0, 0]
        np.testing.assert_allclose(ours, theirs, atol=0.03)  # OpenCV rounds places to 1/32 of a pixel


@pytest.mark.parametrize("fill", FILLS)
@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_flips_and_quarter_turns_move_pixels_and_change_none(fill, dtype):
    images = np.arange(2 * 3 * 5 * 5).reshape(2, 3, 5, 5).astype(dtype)
    for linear, expected in [
        ([[-1, 0], [0, 1]], images[..., ::-1]),
        ([[1, 0], [0, -1]], images[..., ::-1, :]),
        ([[0, 1], [-1, 0]], np.rot90(images, axes=(2, 3))),
    ]:
        matrix = np.eye(3)
        matrix[:2, :2] = linear
        moved = warp(images, np.tile(matrix, (2, 1, 1)), fill=fill)
        assert moved.dtype == dtype
        np.testing.assert_array_equal(moved, expected)


def test_a_mask_keeps_its_classes():
    rng = np.random.default_rng(0)
    masks = rng.choice([0, 3, 7], size=(4, 1, 9, 9))
    moved = warp(masks, np.array([random_matrix(rng) for _ in range(4)]), fill="constant", nearest=True)
    assert moved.dtype == masks.dtype and set(np.unique(moved)) <= {0, 3, 7}


def test_float16_and_one_pixel():
    x = np.full((1, 1, 1, 1), 60000, np.float16)
    moved = warp(x, np.eye(3)[None], (3, 3), "nearest")
    assert moved.dtype == np.float16
    np.testing.assert_array_equal(moved, np.float16(60000))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"fill": "mirror"}, "fill = 'mirror'"),
        ({"matrices": np.eye(3)}, r"cần \(1, 3, 3\)"),
        ({"matrices": np.zeros((1, 3, 3))}, "không khả nghịch"),
        ({"matrices": np.full((1, 3, 3), np.nan)}, "không khả nghịch"),
    ],
)
def test_what_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        warp(**({"images": np.zeros((1, 1, 3, 3)), "matrices": np.eye(3)[None]} | change))
