"""Chương 8: forward và backward của một tầng convolution – `hocsau.nn`, torch, và scipy từng cặp kênh."""

from collections.abc import Callable

import numpy as np
import torch
from case import Case
from scipy.signal import convolve2d, correlate2d
from threads import blas_threads

from hocsau import nn

KERNEL = 3
# samples, channels, side, filters
LAYERS = ((64, 8, 28, 16), (32, 32, 32, 64))
SMALL = (100, 1, 28, 5)  # a hundred samples, one at a time

Tensors = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def tensors(samples: int, channels: int, side: int, filters: int, padding: int) -> Tensors:
    """x, weight, bias và dy. Mọi số đều dương, nên không tổng nào triệt tiêu và sai số float32 vẫn nhỏ."""
    rng = np.random.default_rng(0)
    out = side + 2 * padding - KERNEL + 1
    shapes = (
        (samples, channels, side, side),
        (filters, channels, KERNEL, KERNEL),
        (filters,),
        (samples, filters, out, out),
    )
    return tuple(rng.random(shape, dtype=np.float32) for shape in shapes)


def summary(y: np.ndarray, dx: np.ndarray, dw: np.ndarray, db: np.ndarray) -> np.ndarray:
    """Những số mà các cách phải có chung: mẫu cuối của y và dx, cùng dw và db (cộng trên mọi mẫu)."""
    return np.concatenate([a.ravel() for a in (y[-1], dx[-1], dw, db)])


def ours(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dy: np.ndarray, padding: int) -> np.ndarray:
    """Cả batch một lần, bằng hocsau.nn."""
    y = nn.conv2d(x, weight, bias, padding=padding)
    dx, dw = nn.conv2d_backward(x, weight, dy, padding=padding)
    return summary(y, dx, dw, dy.sum(axis=(0, 2, 3)))


def theirs(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, dy: torch.Tensor, padding: int
) -> np.ndarray:
    """Cùng phép tính bằng torch; gradient do autograd."""
    leaves = [t.requires_grad_() for t in (x, weight, bias)]
    y = torch.nn.functional.conv2d(*leaves, padding=padding)
    dx, dw, db = torch.autograd.grad(y, leaves, dy)
    return summary(*(t.detach().numpy() for t in (y, dx, dw, db)))


def by_channels(
    x: np.ndarray, weight: np.ndarray, bias: np.ndarray, dy: np.ndarray, padding: int
) -> np.ndarray:
    """Như lần đầu viết convolution: từng ảnh, từng cặp (kernel, kênh) một lần gọi scipy."""
    y, dx = np.empty_like(dy), np.zeros_like(x)
    dw, db = np.zeros_like(weight), np.zeros_like(bias)
    # with padding 1 around a 3×3 kernel both directions keep the side of the image
    there, back = ("same", "same") if padding else ("valid", "full")
    for n, image in enumerate(x):
        for f, kernels in enumerate(weight):
            y[n, f] = bias[f]
            db[f] += dy[n, f].sum()
            for c, channel in enumerate(image):
                y[n, f] += correlate2d(channel, kernels[c], there)
                dx[n, c] += convolve2d(dy[n, f], kernels[c], back)
                dw[f, c] += correlate2d(np.pad(channel, padding), dy[n, f], "valid")
    return summary(y, dx, dw, db)


def one_at_a_time(way: Callable[..., np.ndarray], given: tuple, padding: int) -> np.ndarray:
    """Gọi `way` cho từng mẫu, như nguồn train từng ảnh; trả về tổng các kết quả."""
    x, weight, bias, dy = given
    return sum(way(x[i : i + 1], weight, bias, dy[i : i + 1], padding) for i in range(len(x)))


def cases() -> list[Case]:
    torch.set_num_threads(blas_threads())
    return [*(batch(*layer) for layer in LAYERS), small()]


def batch(samples: int, channels: int, side: int, filters: int) -> Case:
    given = tensors(samples, channels, side, filters, padding=1)
    t_given = tuple(torch.from_numpy(a) for a in given)
    return Case(
        f"convolution {KERNEL}×{KERNEL} padding 1, x {given[0].shape}, {filters} kernel",
        {
            "hocsau.nn": lambda: ours(*given, 1),
            "torch": lambda: theirs(*t_given, 1),
            "scipy, từng cặp kênh": lambda: by_channels(*given, 1),
        },
        rtol=1e-3,  # float32, sums of tens of thousands of terms in different orders
        rounds=3,
    )


def small() -> Case:
    samples, channels, side, filters = SMALL
    given = tensors(samples, channels, side, filters, padding=0)
    t_given = tuple(torch.from_numpy(a) for a in given)
    return Case(
        f"convolution {KERNEL}×{KERNEL}, {samples} ảnh {side}×{side} từng ảnh một, {filters} kernel",
        {
            "hocsau.nn": lambda: one_at_a_time(ours, given, 0),
            "torch": lambda: one_at_a_time(theirs, t_given, 0),
            "scipy, từng cặp kênh": lambda: one_at_a_time(by_channels, given, 0),
        },
        rtol=1e-3,
    )
