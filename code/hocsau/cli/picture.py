"""Hình của `hocsau fit`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from hocsau.errors import DataError
from hocsau.files import write_atomically

if TYPE_CHECKING:
    import numpy as np

    from hocsau.models import LinearRegression

FORMATS = ("png", "svg", "pdf", "jpg", "webp")
_MANY_POINTS = 2000


def check_target(out: Path, source: Path) -> None:
    """Từ chối tên hình không vẽ được, trước khi tính gì."""
    if out.suffix.lower().lstrip(".") not in FORMATS:
        endings = ", ".join(f".{name}" for name in FORMATS)
        raise DataError(f"không biết vẽ hình vào «{out.name}»; tên tệp phải kết thúc bằng {endings}")
    if out.is_dir():
        raise DataError(f"{out} là thư mục; cần tên một tệp hình")
    if not out.parent.is_dir():
        raise DataError(f"không có thư mục {out.parent}; hãy tạo nó trước")
    if out.exists() and source.exists() and out.samefile(source):
        raise DataError(f"{out} chính là tệp dữ liệu; hãy chọn tên khác cho hình")


def draw_fit(
    out: Path,
    model: LinearRegression,
    x: np.ndarray,
    y: np.ndarray,
    x_names: list[str],
    y_name: str,
    points: list[list[float]],
) -> None:
    """Một cột x: dữ liệu và đường thẳng. Nhiều cột: giá trị thật và giá trị dự đoán.

    Hình được viết ra tệp tạm bên cạnh rồi đổi tên, nên không bao giờ có hình dở dang.
    """
    import numpy as np

    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            # a letter that the font lacks is drawn as a box; what overflows is said below
            warnings.simplefilter("ignore")
            _draw(out, model, x, y, x_names, y_name, points)
    except DataError:
        raise
    except (ValueError, ArithmeticError, np.linalg.LinAlgError):  # matplotlib's ticks of extreme ranges
        raise DataError(
            f"không vẽ được hình {out}: các số quá lớn, quá nhỏ hoặc quá sát nhau cho trục; hãy đổi đơn vị"
        ) from None


def _draw(
    out: Path,
    model: LinearRegression,
    x: np.ndarray,
    y: np.ndarray,
    x_names: list[str],
    y_name: str,
    points: list[list[float]],
) -> None:
    import matplotlib

    matplotlib.use("Agg")  # a file is all that is wanted; no window, no display
    import numpy as np

    from hocsau.plotting import BLUE, GREY, ORANGE, RED, axes

    y_label = _plain(y_name)
    dots = {"s": 14, "color": BLUE, "label": "dữ liệu", "rasterized": len(y) > _MANY_POINTS}
    if len(x_names) == 1:
        figure, ax = axes(xlabel=_plain(x_names[0]), ylabel=y_label)
        values = [x.min(), x.max(), *(point[0] for point in points)]
        ends = np.array([min(values), max(values)])
        ax.scatter(x[:, 0], y, **dots)
        ax.plot(ends, model.predict(ends), color=RED, label="đường thẳng tìm được")
        if points:
            at = np.array(points)
            ax.scatter(at[:, 0], model.predict(at), marker="D", color=ORANGE, zorder=3, label="dự đoán")
    else:
        figure, ax = axes(xlabel=f"{y_label} thật", ylabel=f"{y_label} dự đoán")
        ends = np.array([y.min(), y.max()])
        ax.scatter(y, model.predict(x), **dots)
        ax.plot(ends, ends, color=GREY, label="dự đoán đúng hoàn toàn")
    ax.legend()
    _save(figure, out)


def _plain(name: str) -> str:
    """A dollar sign in a column's name is no formula; a name may be too long for the picture."""
    short = name if len(name) <= 40 else name[:39] + "…"
    return short.replace("$", r"\$")


def _save(figure, out: Path) -> None:  # noqa: ANN001
    import matplotlib.pyplot as plt

    try:
        with write_atomically(out) as draft:
            figure.savefig(draft, dpi=200, format=out.suffix.lower().lstrip("."))
    except OSError as error:
        raise DataError(f"không ghi được hình {out}: {error.strerror or error}") from None
    finally:
        plt.close(figure)
