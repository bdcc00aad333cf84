"""Đặt một chữ số vào ô 28×28 đúng như MNIST đã làm, để mạng nhìn thấy thứ nó đã quen."""

import numpy as np

SIZE = 28  # the picture that the network knows
BOX = 20  # the digit fits into it


def centre_digit(ink: np.ndarray) -> np.ndarray:
    """Thu phóng rồi dời ảnh mực: cạnh dài của chữ bằng 20 điểm ảnh, trọng tâm mực ở chính giữa ô 28×28.

    Mỗi điểm ảnh mới là trung bình của phần ảnh cũ mà nó phủ lên (khử răng cưa), tính riêng theo hàng và cột:

    Y = A_hàng · ink · A_cộtᵀ

    Tham số:
        ink: (H, W), 0 là giấy, 1 là mực.

    Trả về:
        (28, 28) trong [0, 1].

    Lỗi:
        ValueError: ảnh không phải hai chiều, có số ngoài [0, 1], hoặc chưa có nét mực nào.

    Nguồn: cách chuẩn hoá của MNIST (LeCun, Cortes, Burges).
    """
    ink = np.asarray(ink, np.float64)
    if ink.ndim != 2:
        raise ValueError(f"ink có shape {ink.shape}; cần (H, W)")
    if ink.size and not (ink.min() >= 0 and ink.max() <= 1):  # NaN fails this as well
        raise ValueError("ink có số ngoài [0, 1]; cần 0 là giấy, 1 là mực")
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)  # (H,), (W,)
    if not rows.sum() > 0:
        raise ValueError("ảnh chưa có nét mực nào")
    scale = BOX / max(stop - start for start, stop in (_extent(rows), _extent(columns)))
    return _averages(rows, scale) @ ink @ _averages(columns, scale).T  # (28, H) (H, W) (W, 28)


def _extent(profile: np.ndarray) -> tuple[int, int]:
    """From the first row (column) with ink to just after the last."""
    found = np.flatnonzero(profile)
    return int(found[0]), int(found[-1]) + 1


def _averages(profile: np.ndarray, scale: float) -> np.ndarray:
    """(28, H): how much of each new row every old row is.

    The ink begins at the edge of a new row and the shift is by whole rows, as in MNIST: its own digits come
    through unchanged, and nothing is blurred by half a row.
    """
    old = np.arange(len(profile))
    start = _extent(profile)[0]
    middle = (profile * (old + 0.5)).sum() / profile.sum()  # the centre of mass
    shift = np.floor((middle - start) * scale + 1e-9) - SIZE // 2  # it comes into row 14
    edges = start + (np.arange(SIZE + 1) + shift) / scale  # where the new rows begin and end in the old
    overlap = np.minimum(edges[1:, np.newaxis], old + 1) - np.maximum(edges[:-1, np.newaxis], old)
    return np.maximum(overlap, 0) * scale
