"""The dragged point: the two lines, their picture and its words."""

import numpy as np

from hocsau.live.outlier import controls, draw, page_data, reading
from hocsau.models.robust_line import l1_line, l2_line


def test_an_outlier_moves_l2_not_l1():
    data = page_data()
    x, y = np.array([*data["x"], 9.0]), np.array([*data["y"], 9.0])
    far = y.copy()
    far[-1] = 25
    assert abs(l2_line(x, far)[1] - l2_line(x, y)[1]) > 0.5
    assert abs(l1_line(x, far)[1] - l1_line(x, y)[1]) < 0.05


def test_draws_every_corner_of_its_frame_and_says_the_numbers():
    figure, said = draw(9, 20)
    assert said == "Đường L2: độ dốc 1.26, MSE = 8.23. Đường L1: độ dốc 0.87, MAE = 1.27."
    labels = {line.get_label(): line.get_xydata() for line in figure.axes[0].lines}
    data = page_data()
    w0, w1 = l2_line([*data["x"], 9], [*data["y"], 20])
    np.testing.assert_allclose(labels["L2"], [[0, w0], [10, w0 + 10 * w1]])
    for corner in [(0, -5), (0, 25), (10, -5), (10, 25)]:
        draw(*corner)
    assert reading([0, 1], [0, 1]).startswith("Đường L2: độ dốc 1.00, MSE = 0.00")


def test_the_first_picture_is_the_one_the_controls_start_at():
    start = {name: control.default for name, control in controls().items()}
    assert draw(**start)[1].startswith("Đường L2: độ dốc 1.26")
