"""Dán một tấm phẳng vào ảnh sao cho bốn góc của nó tới bốn điểm cho trước, và gỡ nó ra lại."""

from __future__ import annotations

import numpy as np

FINE = 3  # every pixel of the photo is the mean of 3×3 looks at the plate
_UNIT = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def homography(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Phép chiếu H (3, 3), H₃₃ = 1, đưa bốn điểm source tới bốn điểm target.

    (x′, y′) = (h₁₁x + h₁₂y + h₁₃, h₂₁x + h₂₂y + h₂₃) / (h₃₁x + h₃₂y + 1): mỗi cặp điểm cho hai phương trình
    tuyến tính, bốn cặp vừa đủ cho tám ẩn.

    Tham số:
        source: (4, 2), bốn điểm x, y.
        target: (4, 2), nơi chúng tới.

    Lỗi:
        ValueError: sai shape, số không hữu hạn, hay ba điểm thẳng hàng.
    """
    source, target = (np.asarray(a, dtype=np.float64) for a in (source, target))
    if source.shape != (4, 2) or target.shape != (4, 2):
        raise ValueError(f"cần hai mảng (4, 2); nhận được {source.shape} và {target.shape}")
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    system = np.array(rows)
    if not (np.isfinite(system).all() and np.isfinite(right).all()) or np.linalg.cond(system) > 1e13:
        raise ValueError("bốn điểm có ba điểm thẳng hàng (hay số không hữu hạn): không có phép chiếu nào")
    return np.append(np.linalg.solve(system, right), 1.0).reshape(3, 3)


def project(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Điểm (…, 2) qua phép chiếu (3, 3)."""
    points = np.asarray(points, dtype=np.float64)
    lifted = points @ matrix[:, :2].T + matrix[:, 2]
    return lifted[..., :2] / lifted[..., 2:]


def paste(
    image: np.ndarray, picture: np.ndarray, corners: np.ndarray, cover: np.ndarray | None = None
) -> None:
    """Dán `picture` vào `image` tại chỗ: góc trái trên, phải trên, phải dưới, trái dưới tới `corners`.

    Tham số:
        image: float (H, W, 3), bị đổi.
        picture: float (h, w, 3).
        corners: (4, 2), x, y trong ảnh, tính theo mép điểm ảnh (điểm ảnh đầu phủ từ 0 đến 1).
        cover: (h, w) trong [0, 1], chỗ nào của picture có thật; None là khắp nơi.
    """
    height, width = image.shape[:2]
    corners = np.asarray(corners, dtype=np.float64)
    back = np.linalg.inv(homography(_UNIT, corners))
    left, top = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)), [width, height]).astype(int)
    if right <= left or bottom <= top:
        return
    fine = (np.arange(FINE) + 0.5) / FINE
    y = (np.arange(top, bottom)[:, None] + fine).ravel()
    x = (np.arange(left, right)[:, None] + fine).ravel()
    at = project(back, np.stack(np.meshgrid(x, y), axis=-1))  # (rows, columns, 2) in the unit square
    inside = ((at >= 0) & (at <= 1)).all(axis=-1)
    j = np.clip((at[..., 0] * picture.shape[1]).astype(int), 0, picture.shape[1] - 1)
    i = np.clip((at[..., 1] * picture.shape[0]).astype(int), 0, picture.shape[0] - 1)
    share = inside.astype(np.float32) if cover is None else inside * cover[i, j].astype(np.float32)
    blocks = (bottom - top, FINE, right - left, FINE)
    amount = share.reshape(blocks).mean(axis=(1, 3))[..., None]
    colour = (picture[i, j] * share[..., None]).reshape(*blocks, 3).mean(axis=(1, 3))
    part = image[top:bottom, left:right]
    part *= 1 - amount
    part += colour


def straighten(image: np.ndarray, corners: np.ndarray, height: int, width: int) -> np.ndarray:
    """Gỡ tứ giác `corners` ra thành hình chữ nhật (height, width): ngược của `paste`, nội suy bilinear.

    Tham số:
        image: (H, W, C) hay (H, W), số nguyên hay số thực.
        corners: (4, 2): góc trái trên, phải trên, phải dưới, trái dưới của tấm trong ảnh.

    Trả về:
        float32 (height, width, C) hay (height, width); ngoài mép ảnh thì lấy màu của mép.

    Lỗi:
        ValueError: ảnh sai shape, cỡ không dương, bốn góc suy biến.
    """
    image = np.asarray(image)
    if image.ndim not in (2, 3) or 0 in image.shape:
        raise ValueError(f"image có shape {image.shape}; cần (H, W) hay (H, W, C)")
    if height < 1 or width < 1:
        raise ValueError(f"cỡ {height}×{width}; cần hai số nguyên dương")
    forth = homography(_UNIT, corners)
    x, y = (np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height
    at = project(forth, np.stack(np.meshgrid(x, y), axis=-1)) - 0.5
    column = np.clip(at[..., 0], 0, image.shape[1] - 1)
    row = np.clip(at[..., 1], 0, image.shape[0] - 1)
    j, i = np.floor(column).astype(int), np.floor(row).astype(int)
    j2, i2 = np.minimum(j + 1, image.shape[1] - 1), np.minimum(i + 1, image.shape[0] - 1)
    right, down = column - j, row - i
    if image.ndim == 3:
        right, down = right[..., None], down[..., None]
    above = image[i, j] * (1 - right) + image[i, j2] * right
    below = image[i2, j] * (1 - right) + image[i2, j2] * right
    return (above * (1 - down) + below * down).astype(np.float32)
