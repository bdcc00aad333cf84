"""Hình của sân chơi trong notebook: mạng với miền của từng nơ-ron, miền quyết định, đường loss."""

from copy import deepcopy
from functools import lru_cache
from typing import Any

import numpy as np

from hocsau import nn
from hocsau.interactive import Choice, Slider, choice, slider
from hocsau.live.playground.points import LIMIT
from hocsau.live.playground.training import Playground, Settings

SHAPE_NAMES = {"XOR": "xor", "Vòng tròn": "circles", "Trăng khuyết": "moons", "Xoắn ốc": "spirals"}
ACTIVATION_NAMES = {"tanh": "tanh", "sigmoid": "sigmoid", "ReLU": "relu", "không có": "linear"}
NOISES = (0, 10, 20, 30, 50)
RATES, BATCHES, PENALTIES = (
    (0.01, 0.03, 0.1, 0.3, 1, 3),
    (1, 5, 10, 25, 100),
    (0, 0.001, 0.003, 0.01, 0.03, 0.1),
)
EVERY, MAX_STEPS = 50, 2000
GRID = 56
ONE_TINT, ZERO_TINT = "#799fd9", "#cb9a66"  # BLUE and ORANGE, 60 % of the way from white


def controls() -> dict[str, Choice | Slider]:
    """Các điều khiển của sân chơi, dùng cho `explore(draw, …, **controls())`."""
    return {
        "shape": choice(list(SHAPE_NAMES), label="Dữ liệu"),
        "noise": choice([f"{n} %" for n in NOISES], value="10 %", label="Nhiễu"),
        "activation": choice(list(ACTIVATION_NAMES), label="Activation"),
        "rate": choice(RATES, value=0.1, label="Learning rate"),
        "batch": choice(BATCHES, value=10, label="Batch"),
        "l2": choice(PENALTIES, value=0, label="Phạt L2"),
        "layers": slider(0, 3, 1, value=2, label="số tầng ẩn"),
        "n1": slider(1, 8, 1, value=4, label="nơ-ron tầng ẩn 1"),
        "n2": slider(1, 8, 1, value=3, label="nơ-ron tầng ẩn 2"),
        "n3": slider(1, 8, 1, value=2, label="nơ-ron tầng ẩn 3"),
        "sample": slider(1, 20, 1, value=1, label="dữ liệu số"),
        "start": slider(1, 20, 1, value=1, label="trọng số số"),
        "step": slider(0, MAX_STEPS, EVERY, value=1000, label="bước"),
    }


def page_data() -> dict[str, Any]:
    """Điều trang HTML cần để hiểu chữ trong các danh sách chọn."""
    return {"shapes": SHAPE_NAMES, "activations": ACTIVATION_NAMES}


def draw(
    shape: str,
    noise: str,
    activation: str,
    rate: float,
    batch: int,
    l2: float,
    layers: int,
    n1: int,
    n2: int,
    n3: int,
    sample: int,
    start: int,
    step: int,
) -> tuple[Any, str]:
    """Huấn luyện mạng `step` bước rồi vẽ: mạng, miền quyết định, loss.

    Trả về:
        (figure, dòng chữ nêu thiết lập và kết quả, đúng như trang HTML viết), dùng cho `explore`.
    """
    settings = Settings(
        data=SHAPE_NAMES[shape],
        noise=float(noise.split()[0]),
        hidden=(n1, n2, n3)[:layers],
        activation=ACTIVATION_NAMES[activation],
        learning_rate=rate,
        batch=batch,
        l2=l2,
        sample=sample,
        start=start,
    )
    trail = _trail(settings, step)
    game = trail[step // EVERY]
    sizes = "-".join(map(str, (2, *settings.hidden, 1)))
    said = (
        f"{shape} (nhiễu {noise}), mạng {sizes}, {activation}, η = {rate}, batch {batch}, L2 = {l2}. "
        f"Sau {game.steps} bước ({game.epoch} epoch): {_result(game)}"
    )
    return _figure(game, trail[: step // EVERY + 1]), said


def _result(game: Playground) -> str:
    train, test = game.losses()
    if not np.isfinite(train + test):
        return "loss không còn là số hữu hạn: learning rate quá lớn. Hãy giảm learning rate rồi bấm Làm lại."
    right = int(np.floor(100 * game.accuracy() + 0.5))
    return f"loss huấn luyện {train:.3f}, loss kiểm tra {test:.3f}, đoán đúng {right}\u00a0% điểm kiểm tra."


@lru_cache(maxsize=16)
def _started(settings: Settings) -> list[Playground]:
    return [Playground(settings)]


def _trail(settings: Settings, step: int) -> list[Playground]:
    """The run at steps 0, EVERY, 2·EVERY …, at least up to `step`; kept, so that the slider can go back."""
    if step % EVERY or not 0 <= step <= MAX_STEPS:
        raise ValueError(f"step = {step}; cần bội của {EVERY} từ 0 đến {MAX_STEPS}")
    trail = _started(settings)
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # a learning rate that is too large: the reading says so
        while len(trail) <= step // EVERY:
            game = deepcopy(trail[-1])
            for _ in range(EVERY):
                game.step()
            trail.append(game)
    return trail


def _figure(game: Playground, trail: list[Playground]) -> Any:
    from hocsau import plotting

    figure, (above, below) = plotting.axes(2, 1, size=(4.8, 5.8), gridspec_kw={"height_ratios": (1, 1)})
    above.remove()
    below.remove()
    grid = figure.add_gridspec(2, 2, width_ratios=(1, 0.8))
    ticks = (np.arange(GRID) + 0.5) / GRID * 2 * LIMIT - LIMIT
    x = np.stack(np.meshgrid(ticks, ticks[::-1]), axis=-1).reshape(-1, 2)  # rows from the top, as a picture
    with np.errstate(over="ignore", invalid="ignore"):
        columns = [x, *game.neurons(x)]
    shades = [
        [_shade(game, k, column[:, j]) for j in range(column.shape[1])] for k, column in enumerate(columns)
    ]
    _draw_network(figure.add_subplot(grid[0, :]), game, shades)
    _draw_region(figure.add_subplot(grid[1, 0]), game, shades[-1][0])
    _draw_losses(figure.add_subplot(grid[1, 1]), trail)
    return figure


def _shade(game: Playground, layer: int, values: np.ndarray) -> np.ndarray:
    """A neuron's values as −1 … 1 (GRID, GRID): what is coloured orange … blue."""
    last, kind = len(game.linears), game.settings.activation
    with np.errstate(invalid="ignore"):
        if layer == last:
            values = 2 * nn.sigmoid(values) - 1
        elif layer == 0:
            values = values / LIMIT
        elif kind == "sigmoid":
            values = 2 * values - 1
        elif kind != "tanh":
            values = values / max(1e-9, np.nanmax(np.abs(values)))
    return np.nan_to_num(np.clip(values, -1, 1)).reshape(GRID, GRID)


def _colours() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("playground", [ZERO_TINT, "#ffffff", ONE_TINT])


def _draw_network(ax: Any, game: Playground, shades: list[list[np.ndarray]]) -> None:
    from matplotlib.patches import PathPatch, Rectangle
    from matplotlib.path import Path

    from hocsau import plotting

    rows, half = max(4, *(len(column) for column in shades)), 0.4
    gap = max(1.7, (1.7 * rows - 1.6) / (len(shades) - 1))  # the columns spread over the width
    places = [[(k * gap, (len(c) - 1) / 2 - j) for j in range(len(c))] for k, c in enumerate(shades)]
    for k, layer in enumerate(game.linears):
        for (i, j), weight in np.ndenumerate(np.nan_to_num(layer.weight.data, posinf=4, neginf=-4)):
            (x0, y0), (x1, y1) = places[k][i], places[k + 1][j]
            start, end, middle, strength = x0 + half, x1 - half, (x0 + x1) / 2, min(abs(weight), 4)
            curve = Path([(start, y0), (middle, y0), (middle, y1), (end, y1)], [1, 4, 4, 4])
            style = (
                {"edgecolor": plotting.BLUE}
                if weight >= 0
                else {"edgecolor": plotting.ORANGE, "linestyle": "--"}
            )
            alpha = 0.25 + 0.75 * min(1, strength)
            ax.add_patch(PathPatch(curve, fill=False, linewidth=0.5 + 1.2 * strength, alpha=alpha, **style))
    for column, spots in zip(shades, places, strict=True):
        for shade, (x, y) in zip(column, spots, strict=True):
            box = (x - half, x + half, y - half, y + half)
            frame = Rectangle((x - half, y - half), 2 * half, 2 * half, fill=False, linewidth=0.8, zorder=4)
            ax.imshow(shade, cmap=_colours(), vmin=-1, vmax=1, extent=box, zorder=3, aspect="auto")
            ax.add_patch(frame)
    for j, (x, y) in enumerate(places[0]):
        ax.text(x - half - 0.1, y, f"$x_{j + 1}$", ha="right", va="center")
    ax.text(places[-1][0][0] + half + 0.1, 0, r"$\hat y$", ha="left", va="center")
    ax.set(xlim=(-1.2, gap * (len(shades) - 1) + 1.2), ylim=(-rows / 2 - 0.1, rows / 2 + 0.1))
    ax.axis("off")
    ax.set_aspect("equal")


def _draw_region(ax: Any, game: Playground, shade: np.ndarray) -> None:
    from hocsau import plotting

    box = (-LIMIT, LIMIT, -LIMIT, LIMIT)
    ax.imshow(shade, cmap=_colours(), vmin=-1, vmax=1, extent=box, interpolation="bilinear")
    for label, marker, colour in ((1, "o", plotting.BLUE), (0, "s", plotting.ORANGE)):
        chosen = game.x[game.y == label]
        ax.scatter(*chosen.T, s=18, marker=marker, color=colour, edgecolor="white", linewidth=0.6)
    ax.grid(False)
    ax.set(xlim=box[:2], ylim=box[2:], xlabel="$x_1$", ylabel="$x_2$", aspect="equal")


def _draw_losses(ax: Any, trail: list[Playground]) -> None:
    steps, losses = [game.steps for game in trail], np.array([game.losses() for game in trail])
    ax.plot(steps, losses[:, 0], color="black", label="huấn luyện")
    ax.plot(steps, losses[:, 1], color="black", linestyle="--", linewidth=1, label="kiểm tra")
    finite = losses[np.isfinite(losses)]
    ax.set(
        xlabel="bước",
        title="loss",
        xlim=(0, max(EVERY, steps[-1])),
        ylim=(0, max(0.8, finite.max(initial=0))),
    )
    ax.legend(loc="upper right", fontsize=10)
