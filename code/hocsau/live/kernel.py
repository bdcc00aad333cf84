"""Hình "một kernel 3×3 tuỳ ý trên một bức ảnh" ở chương 7.

Trang HTML tự lọc ảnh bằng JavaScript khi bạn đổi chín số (book/live/kernel.js); ở đây là bản Python của cùng
phép tính, cùng thứ tự phép tính, nên hai bên cho cùng một ảnh.

    from hocsau.interactive import explore
    from hocsau.live import kernel as kernel_picture
    explore(kernel_picture.draw, page="kernel", data=kernel_picture.page_data(), alt="…",
            **kernel_picture.controls())
"""

from __future__ import annotations

import base64
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hocsau.data.drawn.scene import harbour
from hocsau.interactive import Choice, choice
from hocsau.vision.filters import KERNELS, filter2d
from hocsau.vision.images import as_uint8

FIRST = "cạnh 3"  # shown before the reader chooses
PLACE = (68, 99)  # row and column of the window shown first: the eaves of the house
NO_SUM = 1e-9  # a sum of weights smaller than this is rounding: nothing to divide by


def controls() -> dict[str, Choice]:
    """Điều khiển của hình, dùng cho `explore(draw, …, **controls())`."""
    return {"kernel": choice(list(KERNELS), value=FIRST, label="Kernel có tên")}


def page_data(opened: bool = True) -> dict[str, Any]:
    """Ảnh (base64, mỗi điểm một byte), các kernel có tên và ô được chọn sẵn, cho trang HTML.

    Tham số:
        opened: có mở một cửa sổ 3×3 ra cho xem chín tích không.
    """
    photo = harbour()
    named = {name: as_written(kernel) for name, kernel in KERNELS.items()}
    return {
        "photo": base64.b64encode(photo.tobytes()).decode("ascii"),
        "shape": list(photo.shape),
        "kernels": {
            name: {"weights": weights, "divide": divide} for name, (weights, divide) in named.items()
        },
        "place": list(PLACE),
        "opened": opened,
    }


def as_written(kernel: np.ndarray) -> tuple[list[float], bool]:
    """Kernel viết bằng chín số dễ đọc: 1/9, 1/9, … viết thành 1, 1, … rồi chia cho tổng.

    Trả về:
        (chín số, có chia cho tổng không).
    """
    if (kernel == np.rint(kernel)).all():
        return kernel.ravel().tolist(), False
    return np.rint(kernel / np.abs(kernel[kernel != 0]).min()).ravel().tolist(), True


def total(weights: ArrayLike) -> float:
    """Tổng chín số, cộng lần lượt từ trái sang phải, từ trên xuống."""
    found = 0.0
    for weight in np.asarray(weights, float).ravel().tolist():  # sum() and np.sum add in another order
        found += weight
    return found


def applied(weights: ArrayLike, divide: bool = False) -> np.ndarray:
    """Kernel (3, 3) được trượt thật: chín số, hoặc chín số chia cho tổng. Tổng bằng 0 thì không chia.

    Lỗi:
        ValueError: không phải chín số hữu hạn.
    """
    kernel = np.asarray(weights, float)
    if kernel.size != 9 or not np.isfinite(kernel).all():
        raise ValueError(f"weights = {weights}; cần chín số hữu hạn")
    kernel, amount = kernel.reshape(3, 3), total(kernel)
    return kernel / amount if divide and abs(amount) >= NO_SUM else kernel


def result(weights: ArrayLike, divide: bool = False, photo: np.ndarray | None = None) -> np.ndarray:
    """Ảnh sau khi lọc bằng float64, mép soi gương, làm tròn và cắt về 0–255.

    Tham số:
        weights: chín số.
        photo: ảnh xám uint8 (H, W), mặc định là `harbour()`.

    Trả về:
        uint8 (H, W).
    """
    photo = harbour() if photo is None else photo
    return as_uint8(filter2d(photo.astype(np.float64), applied(weights, divide)))


def window(
    weights: ArrayLike, divide: bool, row: int, column: int, photo: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, float]:
    """Cửa sổ 3×3 quanh điểm (row, column), chín tích với kernel, và tổng của chúng.

    Trả về:
        (cửa sổ (3, 3), tích (3, 3), tổng).

    Lỗi:
        ValueError: điểm nằm ngoài ảnh.
    """
    photo = harbour() if photo is None else photo
    if not (0 <= row < photo.shape[0] and 0 <= column < photo.shape[1]):
        raise ValueError(f"điểm ({row}, {column}) nằm ngoài ảnh {photo.shape}")
    around = np.pad(photo.astype(np.float64), 1, mode="reflect")[row : row + 3, column : column + 3]
    products = around * applied(weights, divide)
    return around, products, total(products)


def reading(name: str, weights: ArrayLike, divide: bool, row: int, column: int, opened: bool = True) -> str:
    """Dòng chữ dưới hình, đúng như trang HTML viết."""
    undivided = (
        " Tổng của kernel bằng 0 nên không chia được." if divide and abs(total(weights)) < NO_SUM else ""
    )
    if not opened:
        return f"Kernel {name}: chín số cộng lại được {number(total(weights))}.{undivided}"
    value = window(weights, divide, row, column)[2]
    grey = int(as_uint8(np.array(value)))
    cut = (
        " (âm nên cắt về 0)"
        if np.rint(value) < 0
        else " (quá 255 nên cắt về 255)"
        if np.rint(value) > 255
        else ""
    )
    said = (
        f"Kernel {name}: ở hàng {row}, cột {column}, tổng chín tích là {number(value)}, điểm mới {grey}{cut}."
    )
    return said + undivided


def number(value: float) -> str:
    """Số với nhiều nhất bốn chữ số sau dấu chấm, bỏ số 0 thừa."""
    rounded = Decimal(value).quantize(Decimal("0.0001"), ROUND_HALF_UP)  # as toFixed(4) of the page
    text = f"{rounded:f}".rstrip("0").rstrip(".").replace("-", "−")
    return "0" if text == "−0" else text


def draw(kernel: str, opened: bool = True) -> tuple[Any, str]:
    """Vẽ ảnh và ảnh sau khi lọc bằng kernel tên là `kernel`; `opened` thì đánh dấu cửa sổ 3×3 của một điểm.

    Trả về:
        (figure, dòng chữ nêu tổng chín tích ở điểm ấy), dùng cho `explore`.
    """
    from matplotlib.patches import Rectangle

    from hocsau import plotting
    from hocsau.plotting.photos import photos

    weights, divide = as_written(KERNELS[kernel])
    photo, (row, column) = harbour(), PLACE
    names = ["ảnh", f"sau khi lọc: {kernel}"]
    figure, placed = photos([photo, result(weights, divide)], names, width=7.2)
    for ax, side in zip(placed, (3, 1), strict=True):
        corner = (column - side / 2, row - side / 2)
        if opened:
            ax.add_patch(Rectangle(corner, side, side, fill=False, edgecolor=plotting.ORANGE, linewidth=2))
    return figure, reading(f"“{kernel}”", weights, divide, row, column, opened)
