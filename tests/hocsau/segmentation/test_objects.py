"""Objects found, invented and missed."""

import numpy as np
import pytest

from hocsau.segmentation import match_objects


def test_found_extra_missed():
    truth = np.zeros((4, 12), int)
    truth[:, :3], truth[:, 4:7], truth[:, 9:] = 1, 2, 5
    guess = np.zeros_like(truth)
    guess[:, :3], guess[:, 5:6], guess[0, 8] = 9, 3, 4
    score = match_objects(guess, truth)
    assert score[:3] == (1, 2, 2) and score.mean_iou == 1
    assert score.f1 == pytest.approx(2 / (2 + 2 + 2))


def test_a_merged_pair_is_no_object_found():
    truth = np.array([[1, 1, 0, 2, 2]])
    assert match_objects([[1, 1, 1, 1, 1]], truth)[:3] == (0, 1, 2)
    assert match_objects(truth, truth)[:3] == (2, 0, 0)


def test_half_is_not_enough():
    assert match_objects([[1, 0]], [[1, 1]]).found == 0
    assert match_objects([[1, 1, 0]], [[1, 1, 1]]).found == 1
    assert match_objects([[1, 1, 0]], [[1, 1, 1]], least=0.7).found == 0


def test_pictures_without_objects():
    empty, full = np.zeros((2, 2), int), np.ones((2, 2), int)
    assert match_objects(empty, empty) == (0, 0, 0, 0.0) and match_objects(empty, empty).f1 == 1
    assert match_objects(empty, full)[:3] == (0, 0, 1)
    assert match_objects(full, empty)[:3] == (0, 1, 0)
    assert match_objects(full, 3 * full)[:3] == (1, 0, 0)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="cùng cỡ"):
        match_objects(np.zeros((1, 2), int), np.zeros((2, 1), int))
    with pytest.raises(ValueError, match="least"):
        match_objects(np.zeros((1, 2), int), np.zeros((1, 2), int), least=0.3)
