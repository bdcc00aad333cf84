"""im2col và col2im theo từng nhóm: chỗ làm việc chung của các phép tích chập trong conv.py."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

# The working arrays of one group: small enough to stay in the processor's cache between the copy and the
# product, which is what makes this as fast as it is, and bounds the memory of a layer whatever its input.
GROUP_BYTES = 2**21

Pairs = list[tuple[np.ndarray, np.ndarray]]


class Columns:
    """Cửa sổ K×K của một nhóm ảnh, trải thành cột: (n, C·K·K, L), mỗi cột một cửa sổ.

    Với stride 1, hai hàng liền nhau của đầu ra cách nhau bằng bề rộng của ảnh đã đệm, không phải W'. Nhờ vậy
    hàng (c, u, v) của bảng cột là một đoạn liền của ảnh, chép và cộng rất nhanh; giữa hai hàng đầu ra có
    K − 1 cột thừa, `narrow` bỏ qua và `spread` đặt bằng 0. Stride lớn hơn thì không có cột thừa.
    L = (m − 1)·row + W', với m hàng đầu ra, row = W + 2p khi stride 1, row = W' khi stride lớn hơn.

    Một nhóm là vài ảnh trọn vẹn hoặc, khi một ảnh đã quá lớn, vài hàng đầu ra của một ảnh, sao cho mọi mảng
    làm việc gộp lại không quá `limit(weight)` byte (ít nhất một hàng của một ảnh).
    """

    def __init__(
        self, shape: tuple[int, ...], weight: np.ndarray, stride: int, padding: int, dtype: np.dtype
    ) -> None:
        """shape (N, C, H, W) của ảnh; weight (F, C, K, K); dtype của các mảng làm việc."""
        (n, c, h, w), (f, _, k, _) = shape, weight.shape
        self.k, self.stride, self.padding, self.images, self.dtype = k, stride, padding, n, dtype
        wide = w + 2 * padding
        self.height, self.width = (h + 2 * padding - k) // stride + 1, (wide - k) // stride + 1
        self.row = wide if stride == 1 else self.width
        # numbers a row of the output needs: its columns, its results, the rows of the image under it
        each_row = ((c * k * k + f) * self.row + c * stride * wide) * dtype.itemsize
        fixed = c * k * wide * dtype.itemsize
        room = limit(weight) - fixed
        self.size = max(1, min(n, room // (each_row * self.height + fixed)))
        bands = -(-self.height // max(1, room // each_row)) if self.size == 1 else 1
        self.rows = -(-self.height // bands)
        length = (self.rows - 1) * self.row + self.width
        self.padded = np.empty((self.size, c, (self.rows - 1) * stride + k, wide), dtype)
        self.memory = np.empty((self.size, c, k, k, length), dtype)
        self.results = np.empty((self.size, f, length), dtype)
        self._made: dict[tuple[int, int], tuple[np.ndarray, np.ndarray, Pairs]] = {}

    def groups(self) -> Iterator[tuple[slice, slice]]:
        """Các nhóm: (ảnh nào, hàng nào của đầu ra)."""
        for start in range(0, self.images, self.size):
            for top in range(0, self.height, self.rows):
                yield (
                    slice(start, min(start + self.size, self.images)),
                    slice(top, min(top + self.rows, self.height)),
                )

    def gather(self, x: np.ndarray, images: slice, rows: slice) -> np.ndarray:
        """im2col: chép các cửa sổ của nhóm ra (n, C·K·K, L)."""
        padded, inside, source = self._under(x, images, rows)
        padded.fill(0)
        inside[...] = source
        columns, pairs = self._views(images, rows)[1:]
        for column, image in pairs:
            column[...] = image
        return columns

    def scatter(self, columns: np.ndarray, dx: np.ndarray, images: slice, rows: slice) -> None:
        """col2im: cộng mỗi số của `columns` (mảng của `gather` hay `empty`) về ô ảnh của nó trong dx."""
        padded, inside, target = self._under(dx, images, rows)
        padded.fill(0)
        for column, image in self._views(images, rows)[2]:
            image += column
        target += inside

    def empty(self, images: slice, rows: slice) -> np.ndarray:
        """Chỗ của bảng cột (n, C·K·K, L) cho nhóm này, chưa có gì."""
        return self._views(images, rows)[1]

    def narrow(self, results: np.ndarray, rows: slice) -> np.ndarray:
        """(n, F, L) -> khung nhìn (n, F, m, W'), bỏ các cột thừa."""
        n, f, _ = results.shape
        by_image, by_filter, one = results.strides
        shape = (n, f, rows.stop - rows.start, self.width)
        return as_strided(results, shape, (by_image, by_filter, self.row * one, one))

    def room(self, images: slice, rows: slice) -> np.ndarray:
        """Chỗ của kết quả (n, F, L); các cột thừa có thể chứa số bất kì."""
        return self.results[: images.stop - images.start, :, : self._length(rows)]

    def spread(self, dy: np.ndarray, images: slice, rows: slice) -> np.ndarray:
        """dy (N, F, H', W') của nhóm thành (n, F, L), các cột thừa bằng 0."""
        flat = self.room(images, rows)
        flat.fill(0)
        self.narrow(flat, rows)[...] = dy[images, :, rows]
        return flat

    def _length(self, rows: slice) -> int:
        return (rows.stop - rows.start - 1) * self.row + self.width

    def _under(self, x: np.ndarray, images: slice, rows: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The padded rows of the group, their part that is not padding, and that part's place in x."""
        count = (rows.stop - rows.start - 1) * self.stride + self.k
        first = rows.start * self.stride - self.padding  # row of x at the top of the padded rows
        low = max(first, 0)
        high = max(low, min(first + count, x.shape[2]))
        padded = self._views(images, rows)[0]
        inside = padded[:, :, low - first : high - first, self.padding : self.padding + x.shape[3]]
        return padded, inside, x[images, :, low:high]

    def _views(self, images: slice, rows: slice) -> tuple[np.ndarray, np.ndarray, Pairs]:
        """Views of the working arrays, made once for each size of group: the padded rows, the columns as
        (n, C·K·K, L), and for each tap (u, v) its rows of the columns with its cells of the padded rows."""
        size = n, m = images.stop - images.start, rows.stop - rows.start
        if size in self._made:
            return self._made[size]
        c, k, s, length = self.padded.shape[1], self.k, self.stride, self._length(rows)
        padded, memory = self.padded[:n, :, : (m - 1) * s + k], self.memory[:n, ..., :length]
        pairs = []
        for u, v in np.ndindex(k, k):
            column = memory[:, :, u, v]
            if s == 1:
                start = u * self.row + v
                image = padded.reshape(n, c, -1)[:, :, start : start + length]
            else:
                column = column.reshape(n, c, m, self.width)
                image = padded[:, :, u : u + s * m : s, v : v + s * self.width : s]
            pairs.append((column, image))
        self._made[size] = padded, memory.reshape(n, c * k * k, length), pairs
        return self._made[size]


def limit(weight: np.ndarray) -> int:
    """Số byte nhiều nhất của các mảng làm việc: `GROUP_BYTES`, hoặc cỡ của weight khi nó lớn hơn.

    Kernel lớn thì nhóm cũng phải lớn, nếu không thì đọc kernel từ bộ nhớ lâu hơn là nhân.
    """
    return max(GROUP_BYTES, weight.nbytes)
