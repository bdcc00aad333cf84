"""Each transform alone and together: what is drawn, what moves with the picture, what stays."""

import numpy as np
import pytest

from hocsau.data import transforms as T
from hocsau.data.transforms.compose import moved_boxes

RNG = np.random.default_rng
ALL = {
    "flip": T.Flip(),
    "flip down": T.Flip(vertical=True),
    "rotate": T.Rotate(30),
    "scale": T.Scale(0.7, 1.3),
    "translate": T.Translate(0.2),
    "shear": T.Shear(20),
    "crop": T.Crop(6, 5, padding=2),
    "brightness": T.Brightness(0.5, 1.5),
    "contrast": T.Contrast(0.5, 1.5),
    "noise": T.Noise(3),
    "cutout": T.Cutout(3),
    "random augment": T.RandomAugment(2, 0.8, side=8),
    "several": T.Compose(T.Flip(), T.Rotate(10), T.Brightness(0.9, 1.1), T.Crop(8, 8, 1), fill="reflect"),
}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", [np.uint8, np.float16, np.float32, np.float64])
def test_kind_shape_and_the_rng(name, dtype):
    x = (RNG(0).random((6, 3, 8, 7)) * (255 if dtype == np.uint8 else 1)).astype(dtype)
    before = x.copy()
    y, again, other = (ALL[name](x, rng=RNG(seed)) for seed in (1, 1, 2))
    assert y.dtype == dtype and y.shape[:2] == (6, 3)
    np.testing.assert_array_equal(y, again)
    assert y.shape != x.shape or not np.array_equal(y, other)
    np.testing.assert_array_equal(x, before)  # the reader's array is not touched
    assert np.all(np.isfinite(y.astype(float)))


@pytest.mark.parametrize("name", ALL)
def test_no_image_and_no_rng(name):
    assert ALL[name](np.zeros((0, 3, 8, 7)), rng=RNG(0)).shape[0] == 0
    with pytest.raises(ValueError, match="cần rng"):
        ALL[name](np.zeros((1, 3, 8, 7)), rng=0)


def test_images_of_a_batch_are_drawn_one_by_one():
    x = np.tile(RNG(0).random((1, 1, 8, 8)), (50, 1, 1, 1))
    assert len({y.tobytes() for y in T.Rotate(30)(x, rng=RNG(0))}) == 50
    assert len({y.tobytes() for y in T.Flip()(x, rng=RNG(0))}) == 2


def test_a_turn_is_against_the_clock():
    x = np.zeros((1, 1, 9, 9))
    x[0, 0, 4, 7] = 1  # right of the middle
    turned = T.warp(x, turn(90)[None])
    assert np.argwhere(turned[0, 0] == 1).tolist() == [[1, 4]]  # above it


def turn(degrees):
    class Fixed:
        def uniform(self, low, high, n):
            return np.full(n, high)

    return T.Rotate(degrees).matrices(1, 9, 9, Fixed())[0]


def test_geometric_changes_are_made_in_one_interpolation():
    """There and back again gives the picture itself; two interpolations would have blurred it."""
    x = RNG(0).random((4, 1, 9, 9))

    class Back(T.Rotate):
        def matrices(self, n, height, width, rng):
            return np.linalg.inv(forth.made)

    class Forth(T.Rotate):
        def matrices(self, n, height, width, rng):
            self.made = super().matrices(n, height, width, rng)
            return self.made

    forth = Forth(30)
    np.testing.assert_allclose(T.Compose(forth, Back(30), fill="wrap")(x, rng=RNG(0)), x, atol=1e-9)


def test_crop_without_padding_is_a_window_of_the_picture():
    x = RNG(0).random((5, 2, 8, 9))
    for one, y in zip(x, T.Crop(4, 6)(x, rng=RNG(3)), strict=True):
        windows = [one[:, r : r + 4, c : c + 6] for r in range(5) for c in range(4)]
        assert any(np.array_equal(window, y) for window in windows)


def test_all_places_of_a_crop_come_up():
    x = np.arange(25.0).reshape(1, 1, 5, 5)
    seen = {float(T.Crop(3, 3)(x, rng=RNG(seed))[0, 0, 0, 0]) for seed in range(200)}
    assert seen == {r * 5.0 + c for r in range(3) for c in range(3)}


def test_colours_of_uint8_are_held_in_range():
    x = np.full((2, 1, 3, 3), 200, np.uint8)
    assert T.Brightness(2, 2)(x, rng=RNG(0)).max() == 255
    np.testing.assert_array_equal(T.Brightness(0.5, 0.5)(x, rng=RNG(0)), 100)


def test_contrast_keeps_the_mean_and_doubles_the_spread():
    x = RNG(0).random((3, 2, 4, 4))
    y = T.Contrast(2, 2)(x, rng=RNG(0))
    np.testing.assert_allclose(y.mean(axis=(1, 2, 3)), x.mean(axis=(1, 2, 3)))
    np.testing.assert_allclose(y.std(axis=(1, 2, 3)), 2 * x.std(axis=(1, 2, 3)))


def test_cutout_hides_one_square():
    y = T.Cutout(3, value=-1)(np.ones((40, 2, 8, 8)), rng=RNG(0))
    for image in y:
        rows, columns = np.where(image[0] == -1)
        assert 4 <= len(rows) <= 9 and np.ptp(rows) <= 2 and np.ptp(columns) <= 2
        np.testing.assert_array_equal(image[0], image[1])


def test_strength_zero_changes_nothing():
    x = RNG(0).random((9, 3, 8, 8))
    np.testing.assert_allclose(T.RandomAugment(3, 0, side=8)(x, rng=RNG(0)), x, atol=1e-12)


def square(height=20, width=30, box=(8, 5, 16, 11)):
    """A picture, its mask and its box of one bright rectangle."""
    x1, y1, x2, y2 = box
    mask = np.zeros((1, height, width), int)
    mask[0, y1:y2, x1:x2] = 1
    return T.Sample(mask[:, None].astype(float), mask, [np.array([box], float)], [np.array([7])])


@pytest.mark.parametrize("name", ["flip", "flip down", "translate", "scale", "crop", "several"])
@pytest.mark.parametrize("seed", range(5))
def test_mask_and_box_follow_the_picture(name, seed):
    sample = T.Sample(*[np.repeat(a, 6, axis=0) for a in (square().images, square().masks)],
                      list(square().boxes) * 6, list(square().labels) * 6)  # fmt: skip
    transform = T.Crop(18, 26, 2) if name == "crop" else ALL[name]
    transform = T.Crop(20, 30, 3) if name == "several" else transform
    moved = transform.together(sample, rng=RNG(seed))
    for image, mask, boxes, labels in zip(moved.images, moved.masks, moved.boxes, moved.labels, strict=True):
        assert np.all(image[0][mask == 1] >= 0.25) and np.all(image[0][mask == 0] <= 0.5)  # a corner: ½ × ½
        rows, columns = np.where(mask)
        seen = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        np.testing.assert_allclose(boxes[0], seen, atol=0.51)  # an edge between two pixels
        assert labels.tolist() == [7]


def test_a_turned_box_holds_what_it_held():
    sample = square()
    moved = T.Rotate(40).together(sample, rng=RNG(1))
    rows, columns = np.where(moved.masks[0])
    x1, y1, x2, y2 = moved.boxes[0][0]
    assert columns.min() >= x1 - 0.51 and columns.max() + 1 <= x2 + 0.51
    assert rows.min() >= y1 - 0.51 and rows.max() + 1 <= y2 + 0.51


def test_a_box_that_leaves_takes_its_label_along():
    boxes = np.array([[0, 0, 4, 4], [10, 10, 14, 14], [3, 0, 7, 4]], float)
    left = np.eye(3)
    left[0, 2] = -4
    kept, which = moved_boxes(boxes, left, (20, 20), (20, 20), min_visible=0.5)
    assert which.tolist() == [1, 2]
    np.testing.assert_allclose(kept, [[6, 10, 10, 14], [0, 0, 3, 4]])
    assert moved_boxes(boxes, left, (20, 20), (20, 20), min_visible=0.8)[1].tolist() == [1]
    assert moved_boxes(np.zeros((0, 4)), left, (20, 20), (20, 20), 0.1)[0].shape == (0, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: T.Flip(2), "p = 2"),
        (lambda: T.Rotate("30"), "degrees = '30'"),
        (lambda: T.Rotate(np.nan), "degrees = nan"),
        (lambda: T.Scale(0, 1), "0 < low"),
        (lambda: T.Scale(1.2, 1), "0 < low"),
        (lambda: T.Shear(90), "dưới 90"),
        (lambda: T.Crop(0, 3), "height = 0"),
        (lambda: T.Crop(30, 3)(np.zeros((1, 1, 8, 8)), rng=RNG(0)), "lớn hơn ảnh 8×8"),
        (lambda: T.Brightness(-1, 1), "0 ≤ low"),
        (lambda: T.Noise(-1), "không âm"),
        (lambda: T.Cutout(2.5), "side = 2.5"),
        (lambda: T.RandomAugment(2, 1.5, side=8), "strength"),
        (lambda: T.Compose(T.Flip), "phép thứ 0"),
        (lambda: T.Compose(T.Flip(), fill="x"), "fill = 'x'"),
        (lambda: T.Flip()(np.zeros((8, 8)), rng=RNG(0)), r"cần mảng số \(N, C, H, W\)"),
        (lambda: T.Flip()([[1]], rng=RNG(0)), "là list"),
        (lambda: T.Sample(np.zeros((2, 1, 4, 4)), masks=np.zeros((2, 4, 5))), "masks"),
        (lambda: T.Sample(np.zeros((1, 1, 4, 4)), boxes=[np.array([[3, 0, 1, 2]])]), "x1 > x2"),
        (lambda: T.Sample(np.zeros((2, 1, 4, 4)), boxes=[np.zeros((0, 4))]), "mỗi ảnh một mảng"),
        (lambda: T.Sample(np.zeros((1, 1, 4, 4)), labels=[np.zeros(1)]), "mỗi khung"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
