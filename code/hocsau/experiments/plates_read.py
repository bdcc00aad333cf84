"""Đọc biển số xe máy: học trên biển do sách vẽ, rồi thêm biển thật; đúng cả biển và đúng từng kí tự."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hocsau.data import Dataset, Split
from hocsau.data.sets.vn_motorbike_plates import seen_texts
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.nn.storage import load_arrays, save_arrays
from hocsau.plates.crops import HEIGHT, MARGIN, WIDTH, drawn_crops, plate_crop, practice_number, standardised
from hocsau.plates.number import draw_number
from hocsau.plates.reading import CLASSES, read_crops, to_rows
from hocsau.torch.arrays import state_arrays
from hocsau.torch.models.crnn import CRNN
from hocsau.torch.shipped import find_shipped
from hocsau.training.metrics import edit_rate
from hocsau.vision.images import read_image

ROOM = 0.125  # margin of the stored crops: training moves and turns what it cuts out of them
STORED = (80, 120)


@dataclass(frozen=True)
class Settings:
    """Cách đo; mặc định là lượt chạy đầy đủ.

    `blocks` × `drawn` là số biển do sách vẽ để học, `practice` là số tấm chữ tập đọc (mỗi batch một nửa),
    `exam` là số biển để kiểm; `steps` là số bước học trên chúng, `real_steps` là số bước học tiếp với một
    phần ba batch là biển thật.
    """

    blocks: int = 2
    drawn: int = 3000
    practice: int = 3000
    exam: int = 300
    steps: int = 2000
    real_steps: int = 300
    batch_size: int = 24
    learning_rate: float = 3e-3
    real_rate: float = 1e-3


SEEDS = (0, 1, 2)
SMALL = Settings(blocks=1, drawn=24, practice=12, exam=4, steps=3, real_steps=1, batch_size=8)
Texts = list[str]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Tỉ lệ biển đọc đúng trọn vẹn và kí tự đúng, trên biển vẽ và biển thật để dành, mỗi seed một lần.

    Bộ thật có mặt (vn_motorbike_plates) thì đo trên nó; không thì chỉ đo trên biển do sách vẽ, rất ngắn.
    Biển thật trong phần học mà cũng có trong phần để dành thì bị bỏ khỏi phần học.
    """
    real = data.info.name == "vn_motorbike_plates"
    settings = Settings() if real else SMALL
    ledger = Ledger(options, "plates-read", asdict(settings) | {"data": dict(data.info.sha256)})
    blocks = [_kept(settings.drawn, 100 + i, options.checkpoints) for i in range(settings.blocks)]
    crops, texts = np.concatenate([x for x, _ in blocks]), [text for _, known in blocks for text in known]
    practice = _kept(settings.practice, 150, options.checkpoints, practice_number)
    exams = {"drawn": _cut(*_drawn(settings.exam, 200, stored=False))}
    shown: tuple[np.ndarray, Texts] | None = None
    if real:
        assert data.test is not None
        known = set(seen_texts(list(data.test.y), list(data.train.y)))
        keep = np.array([i not in known for i in range(len(data.train))])
        shown = _real(Split(data.train.x[keep], data.train.y[keep]), ROOM, STORED)
        exams["real"] = _cut(*_real(data.test, MARGIN, (HEIGHT, WIDTH)))
    scores: dict[str, float] = {}
    details: dict[str, Any] = {"seeds": list(SEEDS), "settings": asdict(settings), "rows": {}}
    details |= {
        "exam": {name: len(t) for name, (_, t) in exams.items()},
        "learning": {"drawn": len(texts), "practice": len(practice[1])},
    }
    if shown is not None:
        details["learning"]["real"] = len(shown[1])
    arrays: dict[str, np.ndarray] = {}
    for seed in SEEDS:
        kept = ledger.once(
            f"seed {seed}",
            partial(_one, seed, settings, [(crops, texts), practice], shown, exams, options.progress),
        )
        details["rows"][str(seed)] = kept["scores"]
        if seed == SEEDS[0]:
            arrays = {name: np.array(values, np.float16) for name, values in kept["arrays"].items()}
    for way in details["rows"][str(SEEDS[0])]:
        values = [details["rows"][str(seed)][way] for seed in SEEDS]
        scores[way], scores[f"{way}_lowest"] = float(np.mean(values)), float(np.min(values))
    arrays["format"] = np.array(find_shipped("plate-reader").format)
    return Outcome(scores, details=details, arrays={"reader": arrays}, packages=("torch",))


def _one(
    seed: int,
    settings: Settings,
    drawn: list[tuple[np.ndarray, Texts]],
    shown: tuple[np.ndarray, Texts] | None,
    exams: dict[str, tuple[np.ndarray, Texts]],
    progress: bool,
) -> dict[str, Any]:
    """Scores after the drawn plates, and after the real ones; the weights at the end (of the first seed)."""
    rng = np.random.default_rng(seed)
    network = CRNN(CLASSES, rng=rng)
    learn(network, drawn, settings.steps, settings.learning_rate, settings.batch_size, rng, progress)
    scores = _judged(network, exams, "renders")
    if shown is not None:
        both = [*drawn, shown]
        learn(network, both, settings.real_steps, settings.real_rate, settings.batch_size, rng, progress)
        scores |= _judged(network, exams, "both")
    kept = state_arrays(network, "", np.float64) if seed == SEEDS[0] else {}
    return {"scores": scores, "arrays": {n: a.tolist() for n, a in kept.items() if n != "format"}}


def _judged(network: CRNN, exams: dict[str, tuple[np.ndarray, Texts]], learnt: str) -> dict[str, float]:
    return {
        f"{exam}_after_{learnt}_{what}": value
        for exam, crops_and_texts in exams.items()
        for what, value in judge(network, *crops_and_texts).items()
    }


def learn(
    network: CRNN,
    sources: list[tuple[np.ndarray, Texts]],
    steps: int,
    rate: float,
    batch_size: int,
    rng: np.random.Generator,
    progress: bool = False,
) -> list[float]:
    """CTC của từng hàng, AdamW, learning rate tăng rồi giảm theo cosine; mỗi batch chia đều cho các nguồn.

    Tham số:
        network: CRNN, bị đổi.
        sources: mỗi nguồn là (mảnh uint8 rộng rãi (N, 80, 120), N chuỗi).
        steps, rate, batch_size: số bước, learning rate lớn nhất, cỡ batch.
        rng: bộ sinh số của thứ tự và augmentation.
        progress: in loss trung bình mỗi trăm bước.

    Trả về:
        loss của từng bước.
    """
    network.train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-3)
    labels = [[to_rows(text) for text in texts] for _, texts in sources]
    share, losses = batch_size // len(sources), []
    for step in range(steps):
        warm = min(1.0, (step + 1) / max(1, min(50, steps)))
        optimizer.param_groups[0]["lr"] = (
            rate * warm * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * step / steps)))
        )
        parts, wanted = [], []
        for (crops, _), known in zip(sources, labels, strict=True):
            rows = rng.integers(0, len(crops), share)
            parts.append(crops[rows])
            wanted += [row for i in rows for row in known[i]]
        x = torch.from_numpy(standardised(shaken(np.concatenate(parts), rng)))[:, None]
        logits = network(x)  # (N, T, K): each row of the plate has its own CTC
        logits = logits.reshape(len(wanted), -1, logits.shape[2])
        loss = torch.nn.functional.ctc_loss(
            logits.log_softmax(-1).transpose(0, 1),
            torch.from_numpy(np.concatenate(wanted)),
            torch.full((len(wanted),), logits.shape[1]),
            torch.tensor([len(y) for y in wanted]),
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if progress and (step + 1) % 100 == 0:
            print(f"bước {step + 1}/{steps}: loss {np.mean(losses[-100:]):.4f}", flush=True)
    return losses


def shaken(crops: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Từ mảnh rộng rãi (N, 80, 120) cắt ra (N, 64, 96) hơi lệch, hơi nghiêng, hơi mờ. float32."""
    n = len(crops)
    angle = np.deg2rad(rng.normal(0, 2.5, n))
    # The wide crop holds 1.25 times the box, the reader sees 1.08 times: what a detector misses is drawn.
    tall, wide = (rng.normal(0.864, 0.035, (2, n))).clip(0.76, 0.99)
    cos, sin = np.cos(angle), np.sin(angle)
    theta = np.stack(
        [
            np.stack([wide * cos, -sin * tall * STORED[0] / STORED[1], rng.normal(0, 0.03, n)], axis=1),
            np.stack([sin * wide * STORED[1] / STORED[0], tall * cos, rng.normal(0, 0.03, n)], axis=1),
        ],
        axis=1,
    )
    grid = torch.nn.functional.affine_grid(
        torch.from_numpy(theta.astype(np.float32)), [n, 1, HEIGHT, WIDTH], align_corners=False
    )
    x = torch.from_numpy(crops.astype(np.float32))[:, None]
    x = torch.nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)
    soft = torch.nn.functional.avg_pool2d(torch.nn.functional.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    amount = torch.from_numpy(np.where(rng.random(n) < 0.4, rng.random(n), 0).astype(np.float32))
    x = x + amount[:, None, None, None] * (soft - x)
    return x[:, 0].numpy()


def judge(network: CRNN, crops: np.ndarray, texts: Texts) -> dict[str, float]:
    """Tỉ lệ biển đúng trọn vẹn (tham lam, rồi beam có luật của biển), và 1 − lỗi kí tự của cách sau.

    Lỗi kí tự là tổng khoảng cách sửa chia cho tổng số kí tự.
    """
    greedy = [reading.text for reading in read_crops(network, crops, width=0)]
    lawful = [reading.text for reading in read_crops(network, crops)]
    return {
        "greedy": float(np.mean([a == b for a, b in zip(greedy, texts, strict=True)])),
        "plates": float(np.mean([a == b for a, b in zip(lawful, texts, strict=True)])),
        "characters": 1 - edit_rate(lawful, texts),
    }


def _kept(
    count: int, seed: int, folder: Path | None, number: Callable[[np.random.Generator], Any] = draw_number
) -> tuple[np.ndarray, Texts]:
    """A block of drawn crops; with a folder it is drawn once, and found there after an interruption."""
    place = None if folder is None else folder / f"plates-read-{count}-{seed}.npz"
    if place is not None and place.exists():
        arrays = load_arrays(place)
        return arrays["x"], arrays["texts"].tolist()
    crops, texts = _drawn(count, seed, number=number)
    if place is not None:
        save_arrays(place, {"x": crops, "texts": np.array(texts)})
    return crops, texts


def _drawn(
    count: int,
    seed: int,
    *,
    stored: bool = True,
    number: Callable[[np.random.Generator], Any] = draw_number,
) -> tuple[np.ndarray, Texts]:
    height, width = STORED if stored else (HEIGHT, WIDTH)
    margin = ROOM if stored else MARGIN
    rng = np.random.default_rng(seed)
    pairs = list(drawn_crops(rng, count, margin=margin, height=height, width=width, number=number))
    return np.stack([crop for crop, _ in pairs]), [number.text for _, number in pairs]


def _real(photos: Split, margin: float, size: tuple[int, int]) -> tuple[np.ndarray, Texts]:
    crops = [
        plate_crop(read_image(str(path)), boxes.boxes[0], margin=margin, height=size[0], width=size[1])
        for path, boxes in zip(photos.x, photos.y, strict=True)
    ]
    return np.rint(crops).astype(np.uint8), [boxes.texts[0].replace("-", "") for boxes in photos.y]


def _cut(crops: np.ndarray, texts: Texts) -> tuple[np.ndarray, Texts]:
    return crops.astype(np.float32), texts
