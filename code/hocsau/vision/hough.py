"""Biến đổi Hough: mỗi điểm cạnh bỏ phiếu cho mọi đường thẳng (đường tròn) có thể đi qua nó."""

from __future__ import annotations

import numpy as np

from hocsau.vision.edges import sobel
from hocsau.vision.images import checked_grey

MAX_CELLS = 64_000_000  # of the table of votes: half a gigabyte
MAX_RADII = 10_000


def hough_lines(edges: np.ndarray, votes: int, degrees: float = 1.0) -> list[tuple[float, float, int]]:
    """Các đường thẳng ρ = x·cos θ + y·sin θ được hơn `votes` phiếu (x là cột, y là hàng).

    Tham số:
        edges: (H, W) bool.
        degrees: bước của góc θ trong [0°, 180°). ρ được làm tròn tới 1 điểm ảnh.

    Trả về:
        danh sách (ρ, θ tính bằng radian, số phiếu), nhiều phiếu đứng trước.

    Lỗi:
        ValueError: edges không phải (H, W), votes < 1, hoặc bước góc nhỏ tới mức bảng phiếu quá lớn.
    """
    checked_grey(edges)
    if votes < 1 or not 0 < degrees <= 90:
        raise ValueError(f"votes = {votes}, degrees = {degrees}; cần votes ≥ 1 và 0 < degrees ≤ 90")
    reach = edges.shape[0] + edges.shape[1]  # no line of the picture is farther from the corner
    if 180 / degrees * (2 * reach + 3) > MAX_CELLS:
        raise ValueError(
            f"degrees = {degrees} quá nhỏ cho ảnh {edges.shape[1]}×{edges.shape[0]}: bảng phiếu sẽ hơn "
            f"{MAX_CELLS} ô; hãy dùng bước lớn hơn, như 1"
        )
    y, x = np.nonzero(edges)
    thetas = np.deg2rad(np.arange(0, 180, degrees))
    counts = np.zeros((len(thetas) + 2, 2 * reach + 3), np.int64)  # a rim of zeros on each side
    for i, theta in enumerate(thetas, start=1):
        rho = np.rint(x * np.cos(theta) + y * np.sin(theta)).astype(int) + reach + 1
        counts[i] = np.bincount(rho, minlength=counts.shape[1])
    middle = counts[1:-1, 1:-1]
    peak = (
        (middle > votes)
        & (middle > counts[1:-1, :-2])
        & (middle >= counts[1:-1, 2:])
        & (middle > counts[:-2, 1:-1])
        & (middle >= counts[2:, 1:-1])
    )
    i, rho = np.nonzero(peak)
    order = np.argsort(-middle[i, rho], kind="stable")
    return [(float(rho[k] - reach), float(thetas[i[k]]), int(middle[i[k], rho[k]])) for k in order]


def hough_circles(
    image: np.ndarray,
    edges: np.ndarray,
    radii: range,
    share: float = 0.5,
    apart: float = 10.0,
) -> list[tuple[float, float, int]]:
    """Các đường tròn (x, y, r) có ít nhất `share` chu vi được điểm cạnh bỏ phiếu.

    Tâm đường tròn nằm trên đường thẳng theo gradient của mỗi điểm cạnh, cách r về một trong hai phía, nên mỗi
    điểm chỉ bỏ hai phiếu cho mỗi bán kính. Phiếu được gom trong ô 3×3 vì tâm hiếm khi rơi đúng một điểm ảnh.

    Tham số:
        image: (H, W) để tính gradient.
        edges: (H, W) bool.
        radii: các bán kính nguyên.
        apart: hai tâm gần nhau hơn thế được coi là một đường tròn.

    Trả về:
        nhiều phiếu (so với chu vi) đứng trước.
    """
    if checked_grey(image).shape != checked_grey(edges).shape:
        raise ValueError(f"image có shape {image.shape}, edges {edges.shape}; cần bằng nhau")
    if not len(radii) or len(radii) > MAX_RADII or min(radii) < 1:
        raise ValueError(
            f"radii = {radii!r:.60}; cần từ 1 đến {MAX_RADII} bán kính, mỗi bán kính từ 1 trở lên"
        )
    h, w = image.shape
    gx, gy = sobel(image)
    y, x = np.nonzero(edges)
    length = np.hypot(gx[y, x], gy[y, x])
    y, x, length = y[length > 0], x[length > 0], length[length > 0]
    ux, uy = gx[y, x] / length, gy[y, x] / length
    candidates: list[tuple[float, int, int, int]] = []
    for r in radii:
        counts = np.zeros((h + 2, w + 2))
        for sign in (1, -1):
            cx, cy = np.rint(x + sign * r * ux).astype(int), np.rint(y + sign * r * uy).astype(int)
            inside = (cx >= 0) & (cx < w) & (cy >= 0) & (cy < h)
            np.add.at(counts, (cy[inside] + 1, cx[inside] + 1), 1)
        nearby = sum(counts[1 + a : 1 + a + h, 1 + b : 1 + b + w] for a in (-1, 0, 1) for b in (-1, 0, 1))
        score = nearby / (2 * np.pi * r)
        candidates += [(score[i, j], r, i, j) for i, j in zip(*np.nonzero(score >= share), strict=True)]
    found: list[tuple[float, float, int]] = []
    for _, r, i, j in sorted(candidates, key=lambda c: -c[0]):
        if all((j - x0) ** 2 + (i - y0) ** 2 >= apart**2 for x0, y0, _ in found):
            found.append((float(j), float(i), r))
    return found
