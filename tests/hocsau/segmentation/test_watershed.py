"""Watershed: touching discs come apart, water stays inside, markers keep their names."""

import numpy as np
import pytest

from hocsau.segmentation import components, distance_to, peaks, split_touching, watershed


def discs(*places, radius=8, shape=(40, 60)):
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return [(rows - r) ** 2 + (columns - c) ** 2 <= radius**2 for r, c in places]


def test_two_touching_discs_are_one_component_and_two_objects():
    left, right = discs((20, 20), (20, 33))
    mask = left | right
    assert components(mask).max() == 1
    found = split_touching(mask)
    assert found.max() == 2 and ((found > 0) == mask).all()
    assert found[20, 20] != found[20, 33]
    for disc, name in ((left & ~right, found[20, 20]), (right & ~left, found[20, 33])):
        assert np.mean(found[disc] == name) > 0.95
    assert (found[:, 26] != 0).sum() == mask[:, 26].sum()  # the waist is divided, not lost


def test_apart_discs_stay_whole():
    mask = np.logical_or.reduce(discs((12, 12), (28, 45), (28, 20)))
    assert split_touching(mask).max() == components(mask).max() == 3


def test_water_does_not_leave_the_mask_and_rises_over_the_lowest_ridge():
    height = np.array([[0, 1, 5, 1, 0]])
    markers = np.array([[1, 0, 0, 0, 2]])
    assert watershed(height, markers, np.ones((1, 5), bool)).tolist() == [[1, 1, 1, 2, 2]]
    assert watershed(height, markers, [[1, 1, 0, 1, 1]]).tolist() == [[1, 1, 0, 2, 2]]
    assert watershed([[0, 9, 1, 0, 0]], markers, np.ones((1, 5), bool)).tolist() == [[1, 1, 2, 2, 2]]


def test_water_reaches_only_what_is_joined_to_a_spring():
    mask = np.array([[1, 1, 0, 1]])
    assert watershed(np.zeros((1, 4)), [[3, 0, 0, 0]], mask).tolist() == [[3, 3, 0, 0]]


def test_a_plateau_is_one_peak():
    height = np.array([[0, 2, 2, 0, 0, 0, 0, 1, 0]], float)
    assert peaks(height, 1).tolist() == [[0, 1, 1, 0, 0, 0, 0, 2, 0]]
    assert peaks(np.zeros((3, 3)), 1).max() == 0


def test_every_component_gets_an_object():
    mask = np.random.default_rng(2).random((30, 30)) < 0.4
    found = split_touching(mask)
    assert ((found > 0) == mask).all()
    assert found.max() >= components(mask).max()
    assert split_touching(np.ones((4, 4), bool)).max() == 1
    assert split_touching(np.zeros((4, 4), bool)).max() == 0


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: watershed(np.zeros((2, 2)), np.zeros((2, 3), int), np.ones((2, 2), bool)), "cùng cỡ"),
        (lambda: watershed(np.zeros((1, 2)), [[1, 0]], [[0, 1]]), "ngoài mask"),
        (lambda: watershed([[np.inf, 0]], [[0, 1]], [[1, 1]]), "không hữu hạn"),
        (lambda: peaks(np.zeros((2, 2)), 0), "apart = 0"),
        (lambda: peaks(np.zeros(2), 1), r"\(H, W\)"),
    ],
)
def test_bad_input_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_the_deepest_point_of_an_object_is_far_from_the_ground():
    (disc,) = discs((20, 30))
    assert distance_to(~disc).max() == pytest.approx(8, abs=0.2)
