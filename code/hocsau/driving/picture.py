"""Hình của một lần lái: bản đồ, ảnh camera, đường lệnh lái; và phim nhỏ ghép từ chúng."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from hocsau.driving.camera import Camera
from hocsau.driving.simulator import Drive
from hocsau.plotting import GREY, ORANGE, axes
from hocsau.plotting.style import DARK


def draw_map(run: Drive, i: int | None = None, ax: object = None) -> tuple[Figure, object]:
    """Bản đồ đường đua với vết bánh xe; có i thì vẽ tới bước ấy, kèm chiếc xe (mũi tên là hướng).

    Trả về:
        (figure, ax).
    """
    if ax is None:
        figure, ax = axes(size=(4.8, 3.6))
    else:
        figure = ax.figure
    left, right = (np.vstack([edge, edge[:1]]) for edge in run.track.edges())
    ax.fill(*np.vstack([left, right[::-1]]).T, color="#d5d8dc", lw=0)
    for edge in (left, right):
        ax.plot(*edge.T, color=GREY, lw=0.8)
    end = len(run.t) if i is None else i + 1
    ax.plot(run.x[:end], run.y[:end], color=ORANGE, lw=1.5)
    if i is not None:
        ax.plot(run.x[i], run.y[i], "o", color=ORANGE, ms=7)
        step = 14 * np.array([np.cos(run.heading[i]), np.sin(run.heading[i])])
        ax.annotate(
            "",
            (run.x[i] + step[0], run.y[i] + step[1]),
            (run.x[i], run.y[i]),
            arrowprops={"arrowstyle": "-|>", "color": ORANGE, "lw": 2},
        )
    ax.set_aspect("equal")
    ax.set_axis_off()
    return figure, ax


def draw_steering(run: Drive, i: int | None = None, ax: object = None) -> tuple[Figure, object]:
    """Lệnh lái theo thời gian (dương là sang phải); có i thì đánh dấu bước ấy.

    Trả về:
        (figure, ax).
    """
    if ax is None:
        figure, ax = axes(size=(4.8, 2.4))
    else:
        figure = ax.figure
    ax.axhline(0, color=GREY, lw=0.8)
    ax.plot(run.t, run.steering, color=ORANGE, lw=1)
    if i is not None:
        ax.plot(run.t[i], run.steering[i], "o", color=ORANGE, ms=6)
    reach = max(0.1, 1.1 * float(np.abs(run.steering).max()))
    ax.set(xlabel="thời gian (giây)", ylabel="lái", xlim=(run.t[0], run.t[-1]), ylim=(-reach, reach))
    return figure, ax


def snapshot(run: Drive, i: int, camera: Camera | None = None) -> Figure:
    """Một khung của phim ở bước i: ảnh camera giữa, bản đồ, lệnh lái; kèm một dòng số đọc được."""
    camera = camera or Camera(run.track)
    figure, grid = axes(3, 1, size=(4.8, 6.4), height_ratios=(2.4, 2.8, 1.4))
    grid[0].imshow(camera.image(run.car(i)))
    grid[0].set_axis_off()
    grid[0].set_title(reading(run, i), size=12, color=DARK)
    draw_map(run, i, grid[1])
    draw_steering(run, i, grid[2])
    return figure


def reading(run: Drive, i: int) -> str:
    """Dòng chữ đọc một bước: "vòng 2, 14.2 mph, lái +0.12, lệch 0.31 m"."""
    lap = int(run.distance[i] // run.track.length) + 1
    return f"vòng {lap}, {run.speed[i]:.1f} mph, lái {run.steering[i]:+.2f}, lệch {abs(run.offset[i]):.2f} m"


def movie(figures: Iterable[Figure], seconds: float = 0.15, dpi: int = 70) -> bytes:
    """Phim WebP lặp mãi từ các hình (vẽ xong hình nào đóng hình ấy).

    Tham số:
        seconds: thời gian mỗi khung.
        dpi: 70 thì một hình 4.8 in rộng 336 điểm.

    Lỗi:
        ValueError: không có hình nào hoặc các hình khác cỡ.
    """
    from matplotlib import pyplot

    frames = []
    for figure in figures:
        figure.dpi = dpi
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        frames.append(Image.fromarray(np.array(canvas.buffer_rgba())).convert("RGB"))
        pyplot.close(figure)
    if not frames:
        raise ValueError("không có hình nào để ghép")
    if len({frame.size for frame in frames}) > 1:
        raise ValueError("các hình khác cỡ nhau, không ghép thành phim được")
    content = io.BytesIO()
    frames[0].save(
        content,
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=round(1000 * seconds),
        loop=0,
        quality=60,
        method=4,
    )
    return content.getvalue()


def film(run: Drive, frames: int = 40, camera: Camera | None = None) -> bytes:
    """Phim WebP của cả lần lái, `frames` khung cách đều."""
    camera = camera or Camera(run.track)
    chosen = np.unique(np.linspace(0, len(run.t) - 1, frames).round().astype(int))
    return movie(snapshot(run, int(i), camera) for i in chosen)
