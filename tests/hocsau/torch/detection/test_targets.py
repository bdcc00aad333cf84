"""What a detector learns from is looked at first."""

import numpy as np
import pytest

from hocsau.torch.detection.targets import targets


def test_a_batch_with_a_picture_of_nothing_and_integers():
    found = targets([[[1, 2, 3, 4]], []], [[2], []], 3)
    assert found[0].boxes.dtype == np.float32 and found[0].labels.dtype == np.int64
    assert found[1].boxes.shape == (0, 4) and found[1].labels.shape == (0,)


@pytest.mark.parametrize(
    ("boxes", "labels", "said"),
    [
        ([[[0, 0, 1, 1]]], [], "hai số phải bằng nhau"),
        ([[[0, 0, 1]]], [[0]], r"\(1, 3\)"),
        ([[[0, 0, 1, 1]]], [[0, 1]], r"\(2,\)"),
        ([[[3, 0, 3, 1]]], [[0]], "x1 ≥ x2"),
        ([[[0, 0, np.nan, 1]]], [[0]], "không hữu hạn"),
        ([[[0, 0, 1, 1]]], [[3]], "từ 0 đến 2"),
        ([[[0, 0, 1, 1]]], [[-1]], "từ 0 đến 2"),
        ([[[0, 0, 1, 1]]], [[0.5]], "số nguyên"),
    ],
)
def test_bad_targets_are_refused(boxes, labels, said):
    with pytest.raises(ValueError, match=said):
        targets(boxes, labels, 3)
