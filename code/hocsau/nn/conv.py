"""Tích chập hai chiều: forward, backward, và tích chập chuyển vị."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from hocsau.nn import init
from hocsau.nn.module import Module, Parameter

# The columns of one group of images: small enough to stay in the processor's cache between the copy and the
# product, which is what makes this as fast as it is; and no layer ever needs more extra memory than this
# (or one image's columns, where those are larger).
GROUP_BYTES = 2**20


def conv2d(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Tích chập 2 chiều của deep learning (đúng tên là tương quan chéo: kernel không lật).

    y[n, f, i, j] = b[f] + Σ_{c,u,v} x[n, c, i·s + u − p, j·s + v − p] · w[f, c, u, v]

    Tham số: x (N, C, H, W); weight (F, C, K, K); bias (F,) hoặc None; stride s ≥ 1; padding p ≥ 0.
    Trả về: (N, F, H', W') với H' = (H + 2p − K) // s + 1, W' tương tự.
    Bộ nhớ thêm: ảnh đã đệm, cùng một nhóm cột cỡ `GROUP_BYTES` (hoặc cột của một ảnh, nếu lớn hơn).
    Lỗi: ValueError khi shape không khớp, stride < 1, padding < 0, hoặc kernel lớn hơn ảnh đã đệm.
    """
    height, width = _check(x, weight, stride, padding)
    if bias is not None and bias.shape != weight.shape[:1]:
        raise ValueError(f"bias có shape {bias.shape}; cần ({len(weight)},): mỗi kernel một số")
    kernels = weight.reshape(len(weight), -1)  # (F, C·K·K)
    y = np.empty((len(x), len(weight), height * width), np.result_type(x, weight))
    for images, columns in _columns(_pad(x, padding), weight.shape[2], stride, y.dtype):
        np.matmul(kernels, columns, out=y[images])  # (F, CKK) @ (n, CKK, L) -> (n, F, L)
    if bias is not None:
        y += bias[:, None]
    return y.reshape(len(x), len(weight), height, width)


def conv2d_backward(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, *, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient của conv2d theo x và theo weight.

    dw[f, c, u, v] = Σ_{n,i,j} dy[n, f, i, j] · x[n, c, i·s + u − p, j·s + v − p]
    dx[n, c, i·s + u − p, j·s + v − p] += dy[n, f, i, j] · w[f, c, u, v]   (cộng dồn trên mọi f, u, v, i, j)

    Tham số như conv2d; dy (N, F, H', W'). Trả về: (dx, dw). db = Σ_{n,i,j} dy, người gọi tự cộng.
    """
    flat, dw, padded = _backward_start(x, weight, dy, stride, padding)
    k, (height, width) = weight.shape[2], dy.shape[2:]
    kernels = weight.reshape(len(weight), -1)  # (F, C·K·K)
    dpadded = np.zeros(padded.shape, dw.dtype)
    for images, columns in _columns(padded, k, stride, dw.dtype):
        _add_products(dw, flat[images], columns)
        # The columns have been used: their place now holds the gradient of each column.
        np.matmul(kernels.T, flat[images], out=columns)  # (CKK, F) @ (n, F, L) -> (n, CKK, L)
        _add_windows(dpadded[images], columns, k, stride, height, width)
    h, w = x.shape[2:]
    return dpadded[:, :, padding : padding + h, padding : padding + w], dw.reshape(weight.shape)


def conv2d_weight_gradient(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Chỉ dw của `conv2d_backward`, khi không ai cần dx: đỡ hơn nửa công việc."""
    flat, dw, padded = _backward_start(x, weight, dy, stride, padding)
    for images, columns in _columns(padded, weight.shape[2], stride, dw.dtype):
        _add_products(dw, flat[images], columns)
    return dw.reshape(weight.shape)


def conv_transpose2d(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Tích chập chuyển vị: đi ngược chiều shape của conv2d (chính là công thức dx của nó).

    y[n, f, i·s + u − p, j·s + v − p] += x[n, c, i, j] · w[c, f, u, v];   rồi cộng b[f]

    Tham số: x (N, C, H, W); weight (C, F, K, K) như torch; stride s ≥ 1; padding p ≥ 0.
    Trả về: (N, F, (H − 1)·s + K − 2p, (W − 1)·s + K − 2p).
    """
    if x.ndim != 4 or weight.ndim != 4 or x.shape[1] != weight.shape[0]:
        raise ValueError(f"x có shape {x.shape}, weight {weight.shape}; cần (N, C, H, W) và (C, F, K, K)")
    _check_numbers(weight, stride, padding)
    (n, c, h, w), (f, k) = x.shape, weight.shape[1:3]
    height, width = (h - 1) * stride + k, (w - 1) * stride + k
    if min(height, width) <= 2 * padding:
        raise ValueError(f"padding = {padding} cắt hết đầu ra {height}×{width}")
    if bias is not None and bias.shape != (f,):
        raise ValueError(f"bias có shape {bias.shape}; cần ({f},): mỗi kênh ra một số")
    y = np.zeros((n, f, height, width), np.result_type(x, weight))
    kernels, flat = weight.reshape(c, -1), x.reshape(n, c, -1)
    size = _group(n, f * k * k * h * w * y.itemsize)
    for start in range(0, n, size):
        images = slice(start, start + size)
        columns = np.matmul(kernels.T, flat[images])  # (FKK, C) @ (n, C, HW) -> (n, FKK, HW)
        _add_windows(y[images], columns, k, stride, h, w)
    y = y[:, :, padding : height - padding, padding : width - padding]
    return y if bias is None else y + bias[:, None, None]


class _Convolution(Module):
    """What both layers share; `channels` gives the first two axes of weight."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int,
        *,
        rng: np.random.Generator,
        stride: int = 1,
        padding: int = 0,
        bias: bool = True,
        weight_init: str = "he",
        dtype: type = np.float64,
    ) -> None:
        if min(in_channels, out_channels, kernel_size) < 1:
            raise ValueError(
                f"{type(self).__name__}({in_channels}, {out_channels}, {kernel_size}): "
                "số kênh và cỡ kernel phải từ 1 trở lên"
            )
        shape = (*self.channels(in_channels, out_channels), kernel_size, kernel_size)
        self.weight = Parameter(init.make(weight_init, shape, rng).astype(dtype), "weight")
        self.bias = Parameter(np.zeros(out_channels, dtype), "bias") if bias else None
        _check_numbers(self.weight.data, stride, padding)
        self.stride, self.padding = stride, padding

    @property
    def options(self) -> dict[str, int]:
        """stride và padding, cho các hàm tích chập."""
        return {"stride": self.stride, "padding": self.padding}

    def _add_gradients(self, dw: np.ndarray, dy: np.ndarray) -> None:
        self.weight.grad += dw
        if self.bias is not None:
            self.bias.grad += dy.sum(axis=(0, 2, 3))


class Conv2d(_Convolution):
    """Tầng tích chập: F kernel K×K, mỗi kernel nhìn mọi kênh vào và cho một kênh ra (feature map).

    Shape: x (N, in_channels, H, W), weight (F, in_channels, K, K), bias (F,),
    y (N, F, (H + 2p − K) // s + 1, (W + 2p − K) // s + 1). Công thức: `conv2d`, `conv2d_backward`.
    """

    def channels(self, in_channels: int, out_channels: int) -> tuple[int, int]:
        """weight bắt đầu bằng số kênh ra."""
        return out_channels, in_channels

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, in_channels, H, W) -> y (N, out_channels, H', W')."""
        bias = None if self.bias is None else self.bias.data
        self.x = x
        return conv2d(x, self.weight.data, bias, **self.options)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, out_channels, H', W') -> dx cùng shape với x."""
        dx, dw = conv2d_backward(self.x, self.weight.data, dy, **self.options)
        self._add_gradients(dw, dy)
        return dx

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dw và db, không tính dx."""
        self._add_gradients(conv2d_weight_gradient(self.x, self.weight.data, dy, **self.options), dy)


class ConvTranspose2d(_Convolution):
    """Tầng tích chập chuyển vị: phóng ảnh to ra bằng kernel học được. Công thức: `conv_transpose2d`.

    Shape: x (N, in_channels, H, W), weight (in_channels, out_channels, K, K) như torch.
    backward: dx là conv2d của dy với chính weight; dw đổi vai x và dy.
    """

    def channels(self, in_channels: int, out_channels: int) -> tuple[int, int]:
        """weight bắt đầu bằng số kênh vào."""
        return in_channels, out_channels

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x (N, in_channels, H, W) -> y (N, out_channels, (H − 1)·s + K − 2p, …)."""
        bias = None if self.bias is None else self.bias.data
        self.x = x
        return conv_transpose2d(x, self.weight.data, bias, **self.options)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy cùng shape với y -> dx cùng shape với x."""
        self.accumulate(dy)
        # to conv2d, weight is (F = in_channels, C = out_channels, K, K)
        return conv2d(dy, self.weight.data, **self.options)

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dw và db, không tính dx."""
        self._add_gradients(conv2d_weight_gradient(dy, self.weight.data, self.x, **self.options), dy)


def _backward_start(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, stride: int, padding: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Check, then return dy as (N, F, L), zeros for dw as (F, C·K·K), and x padded."""
    height, width = _check(x, weight, stride, padding)
    if dy.shape != (len(x), len(weight), height, width):
        raise ValueError(f"dy có shape {dy.shape}; cần {(len(x), len(weight), height, width)}")
    dw = np.zeros((len(weight), weight[0].size), np.result_type(x, weight, dy))
    return dy.reshape(*dy.shape[:2], -1), dw, _pad(x, padding)


def _add_products(dw: np.ndarray, flat: np.ndarray, columns: np.ndarray) -> None:
    for d, c in zip(flat, columns, strict=True):
        dw += d @ c.T  # (F, L) @ (L, CKK)


def _columns(padded: np.ndarray, k: int, stride: int, dtype: np.dtype):  # noqa: ANN202
    """Yield (slice of images, their columns (n, C·K·K, L)); the columns' memory is used again each time."""
    windows = sliding_window_view(padded, (k, k), axis=(2, 3))[:, :, ::stride, ::stride]
    windows = windows.transpose(0, 1, 4, 5, 2, 3)  # (N, C, K, K, H', W')
    n, shape = len(padded), windows.shape[1:]
    size = _group(n, int(np.prod(shape)) * dtype.itemsize)
    memory = np.empty((size, *shape), dtype)
    for start in range(0, n, size):
        images = slice(start, min(start + size, n))
        columns = memory[: images.stop - start]
        np.copyto(columns, windows[images])
        yield images, columns.reshape(len(columns), shape[0] * k * k, -1)


def _add_windows(
    target: np.ndarray, columns: np.ndarray, k: int, stride: int, height: int, width: int
) -> None:
    """Add each column (n, C·K·K, H'·W') back to the cells of `target` (n, C, H, W) it was taken from."""
    taps = columns.reshape(*target.shape[:2], k, k, height, width)
    for u in range(k):
        for v in range(k):
            target[:, :, u : u + stride * height : stride, v : v + stride * width : stride] += taps[
                :, :, u, v
            ]


def _group(n: int, bytes_each: int) -> int:
    return max(1, min(n, GROUP_BYTES // max(1, bytes_each)))


def _pad(x: np.ndarray, padding: int) -> np.ndarray:
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))) if padding else x


def _check_numbers(weight: np.ndarray, stride: int, padding: int) -> None:
    if weight.shape[2] != weight.shape[3]:
        raise ValueError(f"weight có shape {weight.shape}; cần kernel vuông K×K")
    if not isinstance(stride, (int, np.integer)) or stride < 1:
        raise ValueError(f"stride = {stride}; cần số nguyên từ 1 trở lên")
    if not isinstance(padding, (int, np.integer)) or padding < 0:
        raise ValueError(f"padding = {padding}; cần số nguyên không âm")


def _check(x: np.ndarray, weight: np.ndarray, stride: int, padding: int) -> tuple[int, int]:
    """Check everything and return (H', W')."""
    if x.ndim != 4:
        raise ValueError(f"x có shape {x.shape}; cần (N, C, H, W): một ảnh thì thêm trục bằng x[None]")
    if weight.ndim != 4 or weight.shape[1] != x.shape[1]:
        raise ValueError(f"x có shape {x.shape}, weight {weight.shape}; cần (N, C, H, W) và (F, C, K, K)")
    _check_numbers(weight, stride, padding)
    k = weight.shape[2]
    if min(x.shape[2:]) + 2 * padding < k:
        raise ValueError(f"kernel {k}×{k} lớn hơn ảnh {x.shape[2]}×{x.shape[3]} đã đệm {padding} ô mỗi phía")
    return tuple((side + 2 * padding - k) // stride + 1 for side in x.shape[2:])
