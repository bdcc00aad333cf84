"""Phần chung của những lượt học trên dãy: lịch learning rate, cắt gradient, trung bình trọng số."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable

import numpy as np
import torch

KEEP = 0.998  # of the running mean of the weights


def train(
    network: torch.nn.Module,
    batches: Callable[[np.random.Generator], Iterable[tuple]],
    loss: Callable[..., torch.Tensor],
    *,
    steps: int,
    rate: float,
    seed: int,
    decay: float = 1e-2,
    clip: float = 1.0,
    progress: bool = False,
) -> list[float]:
    """AdamW, learning rate tăng rồi giảm theo cosine, gradient cắt ở `clip`, trung bình trọng số.

    Tham số:
        network: mạng, bị đổi; ra ở chế độ eval.
        batches: nhận rng, trả về các lô của một epoch; được gọi lại tới khi đủ bước.
        loss: loss(*lô) có gradient.
        steps: số bước.
        rate: learning rate lớn nhất.
        seed: hạt giống của thứ tự và của dropout.
        decay, clip: weight decay, chuẩn lớn nhất của gradient.
        progress: in loss trung bình mỗi hai trăm bước.

    Trả về:
        loss của từng bước.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=decay)
    mean = [p.detach().clone() for p in network.parameters()]
    rng, losses, start = np.random.default_rng(seed), [], time.process_time()
    network.train()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        while len(losses) < steps:
            for batch in batches(rng):
                k = len(losses)
                warm = min(1.0, (k + 1) / max(1, min(100, steps // 5)))
                optimizer.param_groups[0]["lr"] = (
                    rate * warm * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * k / steps)))
                )
                value = loss(*batch)
                optimizer.zero_grad()
                value.backward()
                torch.nn.utils.clip_grad_norm_(network.parameters(), clip)
                optimizer.step()
                with torch.no_grad():
                    for kept, p in zip(mean, network.parameters(), strict=True):
                        kept.lerp_(p, 1 - min(KEEP, (k + 1) / (k + 11)))
                losses.append(float(value.detach()))
                if progress and len(losses) % 200 == 0:
                    spent = time.process_time() - start
                    print(f"bước {len(losses)}/{steps}: {np.mean(losses[-200:]):.4f}, {spent:.0f} s",
                          file=sys.stderr, flush=True)  # fmt: skip
                if len(losses) == steps:
                    break
    with torch.no_grad():
        for kept, p in zip(mean, network.parameters(), strict=True):
            p.copy_(kept)
    network.eval()
    return losses
