"""Tích chập bằng vòng lặp, đọc y như công thức: chậm, nhưng là bản đối chứng của conv.py."""

from __future__ import annotations

import numpy as np


def conv2d_naive(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """y[n, f, i, j] = b[f] + Σ_{c,u,v} x[n, c, i·s + u − p, j·s + v − p] · w[f, c, u, v].

    Shape và tham số như `conv2d`.
    """
    n, _, h, w = x.shape
    f, _, k, _ = weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    y = np.zeros((n, f, (h + 2 * padding - k) // stride + 1, (w + 2 * padding - k) // stride + 1))
    for image, kernel, i, j in np.ndindex(y.shape):
        window = padded[image, :, i * stride : i * stride + k, j * stride : j * stride + k]  # (C, K, K)
        y[image, kernel, i, j] = np.sum(window * weight[kernel])
    return y if bias is None else y + bias[:, None, None]


def conv2d_backward_naive(
    x: np.ndarray, weight: np.ndarray, dy: np.ndarray, *, stride: int = 1, padding: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """(dx, dw): mỗi số của dy trả phần của nó về cửa sổ ảnh và về kernel đã tạo ra nó."""
    k = weight.shape[2]
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(weight)
    for image, kernel, i, j in np.ndindex(dy.shape):
        rows, cols = slice(i * stride, i * stride + k), slice(j * stride, j * stride + k)
        dw[kernel] += dy[image, kernel, i, j] * padded[image, :, rows, cols]
        dpadded[image, :, rows, cols] += dy[image, kernel, i, j] * weight[kernel]
    h, w = x.shape[2:]
    return dpadded[:, :, padding : padding + h, padding : padding + w], dw


def conv_transpose2d_naive(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray | None = None, *, stride: int = 1, padding: int = 0
) -> np.ndarray:
    """Mỗi số của x đóng một dấu kernel lên đầu ra; các dấu chồng nhau thì cộng."""
    n, c, h, w = x.shape
    f, k = weight.shape[1:3]
    y = np.zeros((n, f, (h - 1) * stride + k, (w - 1) * stride + k))
    for image, channel, i, j in np.ndindex(n, c, h, w):
        rows, cols = slice(i * stride, i * stride + k), slice(j * stride, j * stride + k)
        y[image, :, rows, cols] += x[image, channel, i, j] * weight[channel]
    y = y[:, :, padding : y.shape[2] - padding, padding : y.shape[3] - padding]
    return y if bias is None else y + bias[:, None, None]
