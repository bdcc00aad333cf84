"""Masks are read as 0/1, 0/255 or bool; grey pictures and several classes are refused."""

import numpy as np
import pytest

from hocsau.segmentation import binary_mask, one_mask
from hocsau.segmentation.masks import label_map


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, np.float32])
@pytest.mark.parametrize("on", [1, 255])
def test_any_pair_of_values_is_read(dtype, on):
    found = binary_mask(np.array([[0, on], [on, 0]], dtype))
    assert found.dtype == bool and found.tolist() == [[False, True], [True, False]]


def test_an_empty_scene_and_a_full_one():
    assert not binary_mask(np.zeros((2, 3), np.uint8)).any()
    assert binary_mask(np.full((2, 3), 255, np.uint8)).all()
    mask = np.array([[True, False]])
    assert binary_mask(mask) is mask


@pytest.mark.parametrize(
    "mask, said",
    [
        (np.array([[0, 128, 255]]), r"3 giá trị \(0, 128, 255\).*> 127"),
        (np.array([[0.0, np.nan]]), "giá trị"),
        (np.array([[-1, 0]]), "giá trị"),
        (np.array([[-1, -1]]), "giá trị"),
        (np.zeros((0, 3)), "không có điểm ảnh"),
        (np.array([["a"]]), "cần mảng số"),
    ],
)
def test_what_is_no_mask_is_refused(mask, said):
    with pytest.raises(ValueError, match=said):
        binary_mask(mask)


def test_one_mask_has_two_axes():
    with pytest.raises(ValueError, match=r"\(H, W\)"):
        one_mask(np.zeros((1, 2, 3), bool))


@pytest.mark.parametrize(
    "labels", [np.zeros(3, int), np.zeros((0, 2), int), np.array([[-1]]), np.array([[0.5]])]
)
def test_a_label_map_is_whole_numbers_from_zero(labels):
    with pytest.raises(ValueError, match="labels"):
        label_map(labels)
