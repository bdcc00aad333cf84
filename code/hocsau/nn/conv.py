"""Tích chập hai chiều: forward, backward, và tích chập chuyển vị."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from hocsau.nn import init
from hocsau.nn.arrays import as_float, expect_shape, wide, wide_dtype
from hocsau.nn.columns import Columns
from hocsau.nn.module import Module, Parameter


def conv2d(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Tích chập 2 chiều của deep learning (đúng tên là tương quan chéo: kernel không lật).

    y[n, f, i, j] = b[f] + Σ_{c,u,v} x[n, c, i·s + u − p, j·s + v − p] · w[f, c, u, v]

    Tham số: x (N, C, H, W); weight (F, C, K, K); bias (F,) hoặc None; stride s ≥ 1; padding p ≥ 0.
    Trả về: (N, F, H', W') với H' = (H + 2p − K) // s + 1, W' tương tự.
    Bộ nhớ thêm ngoài y: không quá `columns.limit(weight)` byte, batch và ảnh lớn đến đâu cũng vậy (trừ khi
    riêng cột của một hàng đầu ra đã lớn hơn).
    Lỗi: ValueError khi shape không khớp, stride < 1, padding < 0, hoặc kernel lớn hơn ảnh đã đệm.
    """
    x, weight = as_float(x), as_float(weight, "weight")
    height, width = _check(x, weight, stride, padding)
    if bias is not None:
        bias = expect_shape(bias, f"{len(weight)}", "mỗi kernel một số", "bias")
    dtype, x, weight = np.result_type(x, weight), wide(x), wide(weight)
    kernels = weight.reshape(len(weight), -1)  # (F, C·K·K)
    y = np.empty((len(x), len(weight), height, width), np.result_type(x, weight))
    space = Columns(x.shape, weight, stride, padding, y.dtype)
    for images, rows in space.groups():
        columns, results = space.gather(x, images, rows), space.room(images, rows)
        np.matmul(kernels, columns, out=results)  # (F, CKK) @ (n, CKK, L) -> (n, F, L)
        group = space.narrow(results, rows)  # (n, F, m, W')
        np.add(group, 0 if bias is None else bias[:, None, None], out=y[images, :, rows])
    return y.astype(dtype, copy=False)


def conv2d_backward(
    x: ArrayLike, weight: ArrayLike, dy: ArrayLike, *, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Gradient của conv2d theo x và theo weight.

    dw[f, c, u, v] = Σ_{n,i,j} dy[n, f, i, j] · x[n, c, i·s + u − p, j·s + v − p]
    dx[n, c, i·s + u − p, j·s + v − p] += dy[n, f, i, j] · w[f, c, u, v]   (cộng dồn trên mọi f, u, v, i, j)

    Tham số như conv2d; dy (N, F, H', W'). Trả về: (dx, dw). db = Σ_{n,i,j} dy, người gọi tự cộng.
    Bộ nhớ thêm ngoài dx: như conv2d, cộng vài mảng cỡ weight.
    """
    x, weight, dy = _checked(x, weight, dy, stride, padding)
    dtype = np.result_type(x, weight, dy)
    dx, dw = _backward(wide(x), wide(weight), wide(dy), stride, padding)
    return dx.astype(dtype, copy=False), dw.astype(dtype, copy=False)


def _backward(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, stride: int, padding: int
) -> tuple[np.ndarray, np.ndarray]:
    filters, channels, k, _ = weight.shape
    if stride == 1 and padding < k and filters <= 4 * channels:
        return _backward_from_dy(x, weight, dy, padding)
    dtype = np.result_type(x, weight, dy)
    space = Columns(x.shape, weight, stride, padding, dtype)
    kernels = weight.reshape(filters, -1)  # (F, C·K·K)
    dx, dw = np.zeros(x.shape, dtype), np.zeros((kernels.shape[1], filters), dtype)
    for images, rows in space.groups():
        columns, grown = space.gather(x, images, rows), space.spread(dy, images, rows)
        _add_products(dw, columns, grown)
        # The columns have been used: their place now holds the gradient of each column.
        np.matmul(kernels.T, grown, out=columns)  # (CKK, F) @ (n, F, L) -> (n, CKK, L)
        space.scatter(columns, dx, images, rows)
    return dx, np.ascontiguousarray(dw.T).reshape(weight.shape)


def _backward_from_dy(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, padding: int
) -> tuple[np.ndarray, np.ndarray]:
    """Stride 1: dx is dy correlated with the turned kernels; the same windows of dy give dw."""
    filters, channels, k, _ = weight.shape
    turned = weight[:, :, ::-1, ::-1].swapaxes(0, 1)  # (C, F, K, K)
    kernels = turned.reshape(channels, -1)
    dtype = np.result_type(x, weight, dy)
    space = Columns(dy.shape, turned, 1, k - 1 - padding, dtype)
    dx, dw = np.empty(x.shape, dtype), np.zeros((filters * k * k, channels), dtype)
    for images, rows in space.groups():
        columns, grown = space.gather(dy, images, rows), space.spread(x, images, rows)
        _add_products(dw, columns, grown)
        np.matmul(kernels, columns, out=grown)  # (C, FKK) @ (n, FKK, L) -> (n, C, L)
        dx[images, :, rows] = space.narrow(grown, rows)
    dw = dw.reshape(filters, k, k, channels)[:, ::-1, ::-1].transpose(0, 3, 1, 2)
    return dx, np.ascontiguousarray(dw)


def conv2d_weight_gradient(
    x: ArrayLike, weight: ArrayLike, dy: ArrayLike, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Chỉ dw của `conv2d_backward`, khi không ai cần dx: đỡ hơn nửa công việc."""
    x, weight, dy = _checked(x, weight, dy, stride, padding)
    dtype = np.result_type(x, weight, dy)
    x, weight, dy = wide(x), wide(weight), wide(dy)
    space = Columns(x.shape, weight, stride, padding, np.result_type(x, weight, dy))
    dw = np.zeros((weight[0].size, len(weight)), space.dtype)
    for images, rows in space.groups():
        _add_products(dw, space.gather(x, images, rows), space.spread(dy, images, rows))
    return np.ascontiguousarray(dw.T).reshape(weight.shape).astype(dtype, copy=False)


def conv_transpose2d(
    x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Tích chập chuyển vị: đi ngược chiều shape của conv2d (chính là công thức dx của nó).

    y[n, f, i·s + u − p, j·s + v − p] += x[n, c, i, j] · w[c, f, u, v];   rồi cộng b[f]

    Tham số: x (N, C, H, W); weight (C, F, K, K) như torch; stride s ≥ 1; padding p ≥ 0.
    Trả về: (N, F, (H − 1)·s + K − 2p, (W − 1)·s + K − 2p).
    Bộ nhớ thêm ngoài y: như conv2d.
    """
    x, weight = as_float(x), as_float(weight, "weight")
    if x.ndim != 4 or weight.ndim != 4 or x.shape[1] != weight.shape[0]:
        raise ValueError(f"x có shape {x.shape}, weight {weight.shape}; cần (N, C, H, W) và (C, F, K, K)")
    _check_numbers(weight, stride, padding)
    (n, c, h, w), (f, k) = x.shape, weight.shape[1:3]
    height, width = (h - 1) * stride + k, (w - 1) * stride + k
    if min(height, width) <= 2 * padding:
        raise ValueError(f"padding = {padding} cắt hết đầu ra {height}×{width}")
    if bias is not None:
        bias = expect_shape(bias, f"{f}", "mỗi kênh ra một số", "bias")
    dtype, x, weight = np.result_type(x, weight), wide(x), wide(weight)
    y = np.zeros((n, f, height - 2 * padding, width - 2 * padding), np.result_type(x, weight))
    kernels = weight.reshape(c, -1)  # (C, F·K·K)
    space = Columns(y.shape, weight, stride, padding, y.dtype)
    for images, rows in space.groups():
        columns = space.empty(images, rows)
        np.matmul(
            kernels.T, space.spread(x, images, rows), out=columns
        )  # (FKK, C) @ (n, C, L) -> (n, FKK, L)
        space.scatter(columns, y, images, rows)
    if bias is not None:
        y += bias[:, None, None]
    return y.astype(dtype, copy=False)


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
        dtype: DTypeLike = np.float64,
    ) -> None:
        sizes = (in_channels, out_channels, kernel_size)
        if not all(isinstance(n, (int, np.integer)) and n >= 1 for n in sizes):
            raise ValueError(
                f"{type(self).__name__}({in_channels}, {out_channels}, {kernel_size}): "
                "số kênh và cỡ kernel phải từ 1 trở lên"
            )
        shape = (*self.channels(in_channels, out_channels), kernel_size, kernel_size)
        self.weight = Parameter(init.make(weight_init, shape, rng).astype(dtype), "weight")
        self.bias = Parameter(np.zeros(out_channels, dtype), "bias") if bias else None
        _check_numbers(self.weight.data, stride, padding)
        self.stride, self.padding = stride, padding

    def channels(self, in_channels: int, out_channels: int) -> tuple[int, int]:
        """Hai trục đầu của weight."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa channels(in_channels, out_channels)")

    @property
    def options(self) -> dict[str, int]:
        """stride và padding, cho các hàm tích chập."""
        return {"stride": self.stride, "padding": self.padding}

    def _add_gradients(self, dw: np.ndarray, dy: np.ndarray) -> None:
        self.weight.grad += dw
        if self.bias is not None:
            self.bias.grad += dy.sum(axis=(0, 2, 3), dtype=wide_dtype(dy.dtype))


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
        x = as_float(x)
        bias = None if self.bias is None else self.bias.data
        return self.remember(conv2d(x, self.weight.data, bias, **self.options), x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy (N, out_channels, H', W') -> dx cùng shape với x."""
        dy, x = self.recall(dy)
        dx, dw = conv2d_backward(x, self.weight.data, dy, **self.options)
        self._add_gradients(dw, dy)
        return dx

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dw và db, không tính dx."""
        dy, x = self.recall(dy)
        self._add_gradients(conv2d_weight_gradient(x, self.weight.data, dy, **self.options), dy)


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
        x = as_float(x)
        bias = None if self.bias is None else self.bias.data
        return self.remember(conv_transpose2d(x, self.weight.data, bias, **self.options), x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """dy cùng shape với y -> dx cùng shape với x."""
        dy = self._add(dy)
        # to conv2d, weight is (F = in_channels, C = out_channels, K, K)
        return conv2d(dy, self.weight.data, **self.options)

    def accumulate(self, dy: np.ndarray) -> None:
        """Cộng dw và db, không tính dx."""
        self._add(dy)

    def _add(self, dy: np.ndarray) -> np.ndarray:
        dy, x = self.recall(dy)
        self._add_gradients(conv2d_weight_gradient(dy, self.weight.data, x, **self.options), dy)
        return dy


def _add_products(dw: np.ndarray, columns: np.ndarray, grown: np.ndarray) -> None:
    for c, d in zip(columns, grown, strict=True):
        dw += c @ d.T  # (CKK, L) @ (L, F); this order is the faster one of the two


def _check_numbers(weight: np.ndarray, stride: int, padding: int) -> None:
    if weight.shape[2] != weight.shape[3]:
        raise ValueError(f"weight có shape {weight.shape}; cần kernel vuông K×K")
    if not isinstance(stride, (int, np.integer)) or stride < 1:
        raise ValueError(f"stride = {stride}; cần số nguyên từ 1 trở lên")
    if not isinstance(padding, (int, np.integer)) or padding < 0:
        raise ValueError(f"padding = {padding}; cần số nguyên không âm")


def _checked(
    x: ArrayLike, weight: ArrayLike, dy: ArrayLike, stride: int, padding: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, weight = as_float(x), as_float(weight, "weight")
    expected = (len(x), len(weight), *_check(x, weight, stride, padding)) if x.ndim else ()
    return x, weight, expect_shape(dy, " ".join(map(str, expected)), name="dy")


def _check(x: np.ndarray, weight: np.ndarray, stride: int, padding: int) -> tuple[int, int]:
    """Check everything and return (H', W')."""
    expect_shape(x, "N C H W", "một ảnh thì thêm trục bằng x[None]")
    if weight.ndim != 4 or weight.shape[1] != x.shape[1]:
        raise ValueError(f"x có shape {x.shape}, weight {weight.shape}; cần (N, C, H, W) và (F, C, K, K)")
    _check_numbers(weight, stride, padding)
    k = weight.shape[2]
    if min(x.shape[2:]) + 2 * padding < k:
        raise ValueError(f"kernel {k}×{k} lớn hơn ảnh {x.shape[2]}×{x.shape[3]} đã đệm {padding} ô mỗi phía")
    h, w = x.shape[2:]
    return (h + 2 * padding - k) // stride + 1, (w + 2 * padding - k) // stride + 1
