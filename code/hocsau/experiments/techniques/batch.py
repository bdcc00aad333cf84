"""Cỡ batch: nhiễu của gradient, learning rate theo batch, và luỹ thừa của 2."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.recipe import Recipe, small
from hocsau.experiments.techniques.common import SEEDS, Variant, compare, divided, inputs, merged, mlp, train

IMAGES, EPOCHS, BASE_BATCH, BASE_RATE = 4000, 10, 16, 0.05
SIZES = (16, 64, 256, 1024)
NOISE_SIZES, DRAWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024), 60
TIMED = (1, 4, 16, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 200, 255, 256, 257, 500, 511, 512, 513)
REPEATS = 15


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Batch 16 … 1024 với learning rate giữ nguyên hay nhân theo batch; nhiễu; giây mỗi ảnh."""
    parts = divided(data, IMAGES)
    sizes = (inputs(parts), 128, len(data.info.classes))
    variants = {}
    for batch in SIZES:
        for name, rate in (("fixed", BASE_RATE), ("scaled", BASE_RATE * batch / BASE_BATCH)):
            if batch == BASE_BATCH and name == "scaled":
                continue  # the same run
            recipe = Recipe(EPOCHS, batch, rate, momentum=0.0)
            words = f"batch {batch}, learning rate {rate:g}"
            variants[f"{name}_{batch}"] = Variant(words, recipe, lambda rng: mlp(sizes, rng))
    outcome = compare(variants, parts, options)
    quick = small(data)
    noise = gradient_noise(variants["fixed_16"], parts, DRAWS if not quick else 5)
    slopes = noise["slope"]
    scores = {"noise_slope": float(np.mean(slopes)), "noise_slope_std": float(np.std(slopes, ddof=1))}
    return replace(
        merged(outcome, noise=noise, time=image_seconds(sizes, REPEATS if not quick else 2)),
        scores=outcome.scores | scores,
    )


def gradient_noise(variant: Variant, parts: Dataset, draws: int) -> dict[str, list]:
    """‖g_B − g‖ / ‖g‖ (căn của trung bình bình phương qua `draws` batch) sau một epoch học.

    g là gradient trên mọi ảnh; mỗi batch rút **có lặp lại** B ảnh, nên lí thuyết là tỉ lệ với 1/√B đúng.
    """
    x, y = torch.from_numpy(parts.train.x), torch.from_numpy(parts.train.y)
    found: dict[str, list] = {"batch": list(NOISE_SIZES), "relative": [], "slope": []}
    for seed in SEEDS:
        network = train(variant, parts, seed, 1).network
        rng = np.random.default_rng(seed)

        def gradient(rows: np.ndarray, network: torch.nn.Module = network) -> np.ndarray:
            network.zero_grad()
            torch.nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
            return np.concatenate([p.grad.numpy().ravel() for p in network.parameters()]).astype(np.float64)

        whole = gradient(np.arange(len(y)))
        squares = [
            np.mean([np.sum((gradient(rng.integers(0, len(y), b)) - whole) ** 2) for _ in range(draws)])
            for b in NOISE_SIZES
        ]
        relative = np.sqrt(squares) / np.linalg.norm(whole)
        found["relative"].append(np.round(relative, DIGITS).tolist())
        slope = np.polyfit(np.log(NOISE_SIZES), np.log(relative), 1)[0]
        found["slope"].append(round(float(slope), DIGITS))
    return found


def image_seconds(sizes: tuple[int, ...], repeats: int) -> dict[str, list]:
    """Micro giây CPU mỗi ảnh của một bước học: số giữa của `repeats` lượt, các cỡ xen kẽ nhau."""
    rng = np.random.default_rng(0)
    network = mlp(sizes, rng)
    optimizer = torch.optim.SGD(network.parameters(), 1e-3)
    x = torch.from_numpy(rng.normal(size=(max(TIMED), sizes[0])).astype(np.float32))
    y = torch.from_numpy(rng.integers(0, sizes[-1], max(TIMED)))
    took: dict[int, list[float]] = {b: [] for b in TIMED}
    for _ in range(repeats):
        for b in TIMED:
            steps = max(1, 512 // b)
            start = time.process_time()
            for _ in range(steps):
                loss = torch.nn.functional.cross_entropy(network(x[:b]), y[:b])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            took[b].append((time.process_time() - start) / (steps * b) * 1e6)
    return {
        "batch": list(TIMED),
        "microseconds": [round(float(np.median(took[b])), 3) for b in TIMED],
        "quartiles": [np.round(np.percentile(took[b], [25, 75]), 3).tolist() for b in TIMED],
    }
