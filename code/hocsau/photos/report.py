"""Kể kết quả: ma trận nhầm lẫn bằng chữ, và ảnh của những lần sai nặng nhất."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from hocsau.data.folders import ImageFolder
from hocsau.errors import DataError
from hocsau.files import write_atomically

WIDEST, WORST, PAIRS = 12, 8, 5  # classes of a table, pictures, pairs of classes


def confusion(y: np.ndarray, said: np.ndarray, classes: Sequence[str]) -> np.ndarray:
    """(K, K): hàng là lớp thật, cột là lớp được đoán."""
    counts = np.zeros((len(classes), len(classes)), np.int64)
    np.add.at(counts, (y, said), 1)
    return counts


def lines(counts: np.ndarray, classes: Sequence[str]) -> Iterator[str]:
    """Bảng nhầm lẫn khi có ít lớp, rồi những cặp hay nhầm nhất."""
    if len(classes) <= WIDEST:
        width = max(map(len, classes))
        numbers = [f"({i})" for i in range(1, len(classes) + 1)]
        yield "Hàng: lớp thật; cột: lớp được đoán."
        yield "  " + " " * (width + 5) + " ".join(f"{n:>5}" for n in numbers)
        for name, number, row in zip(classes, numbers, counts, strict=True):
            yield f"  {name:{width}} {number:>4}" + " ".join(f"{count:5d}" for count in row)
    wrong = counts - np.diag(np.diag(counts))
    pairs = [np.unravel_index(i, wrong.shape) for i in np.argsort(-wrong, axis=None, kind="stable")[:PAIRS]]
    told = [f"{classes[i]} → {classes[j]} ({wrong[i, j]})" for i, j in pairs if wrong[i, j]]
    yield f"Hay nhầm nhất (thật → đoán): {', '.join(told)}." if told else "Không nhầm ảnh nào."


def draw_worst(out: Path, folder: ImageFolder, probability: np.ndarray) -> int:
    """Vẽ vào `out` những ảnh mà bộ phân loại sai và tin chắc nhất; trả về số ảnh đã vẽ, 0 thì không ghi gì.

    Lỗi:
        DataError: không ghi được hình.
    """
    said = probability.argmax(axis=1)
    sure = np.where(said != folder.y, probability.max(axis=1), -1)
    rows = [int(i) for i in np.argsort(-sure, kind="stable")[:WORST] if sure[i] > 0]
    if not rows:
        return 0
    import matplotlib

    matplotlib.use("Agg")  # a file is all that is wanted; no window, no display
    import matplotlib.pyplot as plt

    from hocsau.plotting.gallery import gallery

    large = folder if folder.size >= 160 else type(folder)(**(vars(folder) | {"size": 160}))
    titles = [
        f"{_plain(folder.classes[folder.y[i]])} → {_plain(folder.classes[said[i]])} {100 * sure[i]:.0f} %"
        for i in rows
    ]
    figure, _ = gallery([large.image(i) for i in rows], titles=titles, columns=4, size=(9.6, 0.1))
    figure.set_size_inches(9.6, 2.9 * -(-len(rows) // 4))
    try:
        with write_atomically(out) as draft:
            figure.savefig(draft, dpi=110, format=out.suffix.lower().lstrip("."))
    except OSError as error:
        raise DataError(f"không ghi được hình {out}: {error.strerror or error}") from None
    finally:
        plt.close(figure)
    return len(rows)


def _plain(name: str) -> str:
    """A dollar sign in the name of a folder is no formula; a name may be too long for the picture."""
    short = name if len(name) <= 24 else name[:23] + "…"
    return short.replace("$", r"\$")
