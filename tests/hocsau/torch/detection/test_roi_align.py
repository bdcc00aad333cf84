"""ROIAlign by two matrix products, beside the definition point by point."""

import numpy as np
import pytest
import torch

from hocsau.torch.detection.roi_align import roi_align


def bilinear(plane, y, x):
    """The value at a point given in cells, cell 0 at 0; more than one cell outside it is 0."""
    height, width = plane.shape
    if not (-1 <= y <= height and -1 <= x <= width):
        return 0.0
    y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
    i, j = int(min(y, max(height - 2, 0))), int(min(x, max(width - 2, 0)))
    b, a = y - i, x - j
    k, m = min(i + 1, height - 1), min(j + 1, width - 1)
    top = plane[i, j] * (1 - a) + plane[i, m] * a
    return top * (1 - b) + (plane[k, j] * (1 - a) + plane[k, m] * a) * b


def naive(features, box, output, scale, samples):
    x1, y1, x2, y2 = np.array(box) * scale
    result = np.zeros((len(features), output, output))
    for c, plane in enumerate(features):
        for p in range(output):
            for q in range(output):
                values = []
                for s in range(samples):
                    for t in range(samples):
                        y = y1 + (y2 - y1) * (p + (s + 0.5) / samples) / output - 0.5
                        x = x1 + (x2 - x1) * (q + (t + 0.5) / samples) / output - 0.5
                        values.append(bilinear(plane, y, x))
                result[c, p, q] = np.mean(values)
    return result


@pytest.mark.parametrize("samples", [1, 2, 3])
def test_every_part_is_the_mean_of_its_points(samples):
    rng = np.random.default_rng(samples)
    features = rng.normal(size=(2, 3, 5, 7))
    boxes = [
        np.array([[3.0, 5.0, 40.2, 33.1], [-10.0, -4.0, 70.0, 60.0], [0.0, 0.0, 8.0, 8.0]]),
        np.array([[20.5, 1.0, 21.0, 39.0]]),
    ]
    given = [torch.from_numpy(b) for b in boxes]
    ours = roi_align(torch.from_numpy(features), given, output=3, scale=1 / 8, samples=samples)
    wanted = [
        naive(f, box, 3, 1 / 8, samples) for f, rows in zip(features, boxes, strict=True) for box in rows
    ]
    np.testing.assert_allclose(ours.numpy(), wanted, atol=1e-12)


def test_the_gradient_is_that_of_finite_differences():
    rng = np.random.default_rng(0)
    features = torch.tensor(rng.normal(size=(1, 2, 4, 5)), requires_grad=True)
    boxes = [torch.tensor([[1.0, 2.0, 30.0, 25.0], [10.0, 0.0, 39.0, 31.0]], dtype=torch.float64)]
    assert torch.autograd.gradcheck(lambda f: roi_align(f, boxes, output=2, scale=1 / 8), (features,))


def test_no_region_is_no_row_and_other_shapes_are_refused():
    features = torch.zeros(1, 4, 6, 6)
    assert roi_align(features, [torch.zeros(0, 4)], output=5).shape == (0, 4, 5, 5)
    with pytest.raises(ValueError, match="mỗi ảnh một tensor"):
        roi_align(features, [])
    with pytest.raises(ValueError, match=r"\(k, 4\)"):
        roi_align(features, [torch.zeros(2, 5)])
