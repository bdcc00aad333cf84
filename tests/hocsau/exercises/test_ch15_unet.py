"""The exercises of chapter 15: other right answers pass, usual slips get their hint."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from hocsau.exercises import NotRight
from hocsau.exercises.ch15_unet import check_count_objects, check_dice_of, check_scatter


def test_dice_from_iou_passes():
    def dice_of(p, t):
        union = np.sum(p | t)
        u = np.sum(p & t) / union if union else 1
        return 2 * u / (1 + u)

    check_dice_of(dice_of)


@pytest.mark.parametrize(
    "answer, said",
    [
        (lambda p, t: np.sum(p & t) / np.sum(p | t) if np.sum(p | t) else 1.0, "IoU; Dice"),
        (lambda p, t: np.mean(p == t), r"phần\s+điểm\s+đúng"),
        (lambda p, t: np.sum(p & t) / max(np.sum(p) + np.sum(t), 1), "Chưa"),
    ],
)
def test_slips_with_dice(answer, said):
    with pytest.raises(NotRight, match=said):
        check_dice_of(answer)


def test_torch_scatters_the_same():
    def scatter(x, kernel, stride):
        tensors = (torch.tensor(a)[None, None] for a in (x, kernel))
        return torch.nn.functional.conv_transpose2d(*tensors, stride=stride)[0, 0].numpy()

    check_scatter(scatter)
    with pytest.raises(NotRight, match=r"đừng\s+lật"):
        check_scatter(lambda x, kernel, stride: scatter(x, kernel[::-1, ::-1].copy(), stride))


def test_overwriting_gets_its_hint():
    def scatter(x, kernel, stride):
        n, k = len(x), len(kernel)
        y = np.zeros(((n - 1) * stride + k,) * 2)
        for i in range(n):
            for j in range(n):
                y[i * stride : i * stride + k, j * stride : j * stride + k] = x[i, j] * kernel
        return y

    with pytest.raises(NotRight, match="cộng"):
        check_scatter(scatter)


def test_scipy_counts():
    check_count_objects(lambda mask: ndimage.label(mask)[1])
    with pytest.raises(NotRight, match=r"chạm\s+góc"):
        check_count_objects(lambda mask: ndimage.label(mask, np.ones((3, 3)))[1])
    with pytest.raises(NotRight, match=r"số\s+\*điểm\*"):
        check_count_objects(lambda mask: int(mask.sum()))
