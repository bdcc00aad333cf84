"""Vì sao mạng của chương trình gốc có khi chỉ cho ra một màu xám: tầng ReLU hai kênh trước tầng cuối."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.recipe import small
from hocsau.experiments.segmentation.common import Plan, learn, logits_of, scores_of
from hocsau.torch import UNet

NEARLY = 0.05  # of the pixels: fewer have anything left to learn from
FLAT = 0.02  # the standard deviation of the probabilities over a picture below which it looks grey


@dataclass(frozen=True)
class Settings:
    """Phần một chỉ khởi tạo: nhiều hạt giống, vài bề rộng, vài số kênh trước tầng cuối (0: không có tầng ấy).

    Phần hai cho học: `plan`, với learning rate của nguồn và một learning rate lớn gấp mười.
    """

    widths: tuple[int, ...] = (4, 16, 64)
    squeezes: tuple[int, ...] = (0, 1, 2, 8, 32)
    starts: int = 40
    wide_starts: int = 20  # of the source's own width: 31 million numbers are drawn each time
    pictures: int = 4
    base: int = 4
    depth: int = 4
    seeds: int = 20
    rates: tuple[float, ...] = (1e-4, 2e-3)
    plan: Plan = Plan(steps=200, batch_size=4, crop=48, weight_decay=0.0)


SMALL = Settings(
    widths=(2,), squeezes=(0, 2), starts=3, pictures=2, base=2, seeds=2, rates=(1e-3,), plan=Plan(2, 2, 32)
)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Bao nhiêu hạt giống có tầng ReLU chết ngay lúc khởi tạo; bao nhiêu lượt học xong vẫn một màu."""
    settings = SMALL if small(data) else Settings()
    assert data.test is not None
    x = (data.train.x / np.float32(255)).astype(np.float32)  # [0, 1], as the source has it
    y, test = data.train.y > 0, (data.test.x / np.float32(255)).astype(np.float32)
    ledger = Ledger(options, "unet-grey", asdict(settings) | {"data": dict(data.info.sha256)})
    starts: dict[str, list[dict[str, float]]] = {}
    for base in settings.widths:
        count = settings.wide_starts if base == max(settings.widths) else settings.starts
        for seed in range(min(count, settings.starts)):
            found = ledger.once(
                f"start/{base}/{seed}", partial(at_start, base, settings, seed, x[: settings.pictures])
            )
            for name, row in found.items():
                starts.setdefault(name, []).append(row)
    learnt: dict[str, list[dict[str, float]]] = {}
    for rate in settings.rates:
        for squeeze in (0, 2):
            for seed in range(settings.seeds):
                found = ledger.once(
                    f"learn/{rate}/{squeeze}/{seed}",
                    partial(after_learning, x, y, test, data.test.y > 0, settings, rate, squeeze, seed),
                )
                learnt.setdefault(f"rate {rate:g}, squeeze {squeeze}", []).append(found)
    scores = {}
    for name, rows in starts.items():
        scores[f"dead at start, {name}"] = sum(row["alive"] == 0 for row in rows)
        scores[f"nearly dead at start, {name}"] = sum(row["alive"] < NEARLY for row in rows)
    for name, rows in learnt.items():
        scores[f"grey, {name}"] = sum(row["spread"] < FLAT for row in rows)
        scores[f"no gradient, {name}"] = sum(row["gradient"] == 0 for row in rows)
    return Outcome(
        {name: float(value) for name, value in scores.items()},
        details={
            "settings": asdict(settings),
            "flat": FLAT,
            "nearly": NEARLY,
            "starts": starts,
            "learnt": learnt,
        },
        packages=("torch",),
    )


def at_start(base: int, settings: Settings, seed: int, x: np.ndarray) -> dict[str, dict[str, float]]:
    """Mạng vừa khởi tạo: phần điểm ảnh mà tầng ReLU trước tầng cuối khác 0, và các điểm giống nhau cỡ nào.

    Cùng một thân cho mọi `squeeze`; chỉ các tầng cuối được rút lại.
    """
    rng = np.random.default_rng(seed)
    network = UNet(base=base, depth=settings.depth, dropout=0.0, rng=rng).eval()
    seen: list[torch.Tensor] = []
    hook = network.up[-1].register_forward_hook(lambda module, given, made: seen.append(made))
    with torch.no_grad():
        plain = network(torch.from_numpy(x[:, None]))
    hook.remove()
    (features,) = seen  # (n, base, H, W): what the last layers are given
    flat = features.permute(1, 0, 2, 3).flatten(1)
    mean = flat.mean(dim=1, keepdim=True)
    alike = float((mean**2).sum() * flat.shape[1] / (flat**2).sum())  # 1: every pixel has the same features
    found = {}
    for squeeze in settings.squeezes:
        if not squeeze:
            row = {"alive": 1.0, "spread": float(torch.sigmoid(plain).std())}
        else:
            weight = rng.normal(0.0, np.sqrt(2 / (9 * base)), (squeeze, base, 3, 3))
            with torch.no_grad():
                last = torch.nn.functional.conv2d(
                    features, torch.tensor(weight, dtype=torch.float32), padding=1
                )
            # away from the edge, where zeros are padded and nothing is typical
            alive = (last[:, :, 2:-2, 2:-2] > 0).any(dim=1).float().mean()
            row = {"alive": float(alive)}
        found[f"base {base}, squeeze {squeeze}"] = row | {"alike": alike}
    return found


def after_learning(
    x: np.ndarray,
    y: np.ndarray,
    test: np.ndarray,
    truth: np.ndarray,
    settings: Settings,
    rate: float,
    squeeze: int,
    seed: int,
) -> dict[str, Any]:
    """Học như nguồn (Adam, binary cross-entropy), rồi xem đầu ra có một màu không, gradient còn không."""
    network = UNet(base=settings.base, depth=settings.depth, squeeze=squeeze, rng=np.random.default_rng(seed))
    plan = Plan(**asdict(settings.plan) | {"learning_rate": rate})
    losses = learn(network, x, y.astype(np.float32), plan, np.random.default_rng(100 + seed))
    z = logits_of(network, test)
    p = 1 / (1 + np.exp(-z))
    batch = torch.from_numpy(test[:4, None])
    loss = torch.nn.functional.binary_cross_entropy_with_logits(
        network(batch)[:, 0], torch.from_numpy(truth[:4].astype(np.float32))
    )
    network.zero_grad()
    loss.backward()
    first = network.down[0][0].weight.grad
    return {
        "loss": round(float(np.mean(losses[-20:])), 5),
        "spread": round(float(p.std(axis=(1, 2)).mean()), 6),
        "mean": round(float(p.mean()), 5),
        "gradient": float(first.abs().max()),
        "dice": round(scores_of(z > 0, truth)["dice"], 4),
    }
