"""Mười nhãn mỗi chữ số, năm vạn ảnh không nhãn: GAN có K + 1 đầu ra, và cùng mạng ấy chỉ học có nhãn."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from hocsau.data import Dataset, Split
from hocsau.experiments import images
from hocsau.experiments.common import sizes_of
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome

CODE = 100  # numbers that the generator makes a picture of


@dataclass(frozen=True)
class Settings:
    """Một lượt học; `checks` lần chấm trên tập kiểm định, cách đều."""

    labels_each: int = 10
    seeds: int = 3
    steps: int = 4000
    batch_size: int = 100
    learning_rate: float = 1e-3
    checks: int = 8


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Ba hạt giống, mỗi hạt giống hai lượt; tập kiểm tra chỉ chấm sau bước cuối. Mỗi epoch là 25 bước."""
    settings = Settings() if options.epochs is None else Settings(steps=25 * options.epochs, checks=1)
    parts, classes = images.ready(data), len(data.info.classes)
    fewest = int(np.unique(parts.train.y, return_counts=True)[1].min())  # a cut of the data may have few
    settings = replace(settings, labels_each=min(settings.labels_each, fewest))
    curves: dict[str, dict[str, list[float]]] = {}
    finals: dict[str, list[float]] = {"labels": [], "gan": []}
    drawn: list[list[int]] = []
    for seed in range(settings.seeds):
        for name, scores in finals.items():
            network, made, checked = learn(parts, classes, settings, seed, gan=name == "gan")
            curves[f"{name}-{seed}"] = {"val_accuracy": checked}
            scores.append(accuracy(network, parts.test))
            drawn = drawn or (made if name == "gan" else [])
    return Outcome(
        {f"test_accuracy_{name}": float(np.mean(scores)) for name, scores in finals.items()},
        curves=curves,
        details={
            "settings": asdict(settings),
            "parts": sizes_of(parts),
            "test_accuracy": finals,
            "drawn": drawn,  # by the generator of seed 0
        },
        packages=("torch",),
    )


def unlabelled_loss(logits: torch.Tensor, real: bool) -> torch.Tensor:
    """−ln D của ảnh thật, −ln(1 − D) của ảnh giả; D = Z / (Z + 1), Z = Σ_k e^(l_k); trung bình cả batch.

    Tham số:
        logits: (N, K), K lớp thật; logit của lớp "giả" là 0.
        real: ảnh thật hay ảnh giả.
    """
    total = logits.logsumexp(dim=1)  # ln Z
    return F.softplus(-total if real else total).mean()


class Noise(nn.Module):
    """Lúc học thì cộng vào mỗi số một số ngẫu nhiên chuẩn, độ lệch chuẩn `sigma`; lúc dự đoán thì không."""

    def __init__(self, sigma: float) -> None:
        super().__init__()
        self.sigma = sigma

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x + σ·ε."""
        return x + self.sigma * torch.randn_like(x) if self.training else x


def discriminator(pixels: int, classes: int) -> nn.Sequential:
    """Ba tầng ẩn rồi K logit; hàng áp chót là đặc trưng mà generator phải bắt chước."""
    return nn.Sequential(
        *(Noise(0.3), nn.Linear(pixels, 500), nn.ReLU()),
        *(Noise(0.5), nn.Linear(500, 250), nn.ReLU()),
        *(Noise(0.5), nn.Linear(250, 250), nn.ReLU()),
        *(Noise(0.5), nn.Linear(250, classes)),
    )


def generator(pixels: int) -> nn.Sequential:
    """`CODE` số → một ảnh trong [0, 1]."""
    return nn.Sequential(
        *(nn.Linear(CODE, 500), nn.BatchNorm1d(500), nn.ReLU()),
        *(nn.Linear(500, 500), nn.BatchNorm1d(500), nn.ReLU()),
        *(nn.Linear(500, pixels), nn.Sigmoid()),
    )


def learn(
    parts: Dataset, classes: int, settings: Settings, seed: int, gan: bool
) -> tuple[nn.Sequential, list[list[int]], list[float]]:
    """Một lượt học.

    Trả về:
        (discriminator ở chế độ dự đoán, vài ảnh của generator: mỗi ảnh một hàng số 0–255, điểm kiểm định).
    """
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    x, chosen = torch.from_numpy(parts.train.x), labelled(parts.train.y, settings.labels_each, rng)
    x_known, y_known = x[chosen], torch.from_numpy(parts.train.y[chosen])
    d, g = discriminator(x.shape[1], classes), generator(x.shape[1])
    d_optimizer, g_optimizer = (
        torch.optim.Adam(model.parameters(), settings.learning_rate, betas=(0.5, 0.999)) for model in (d, g)
    )
    checked, n = [], settings.batch_size
    for step in range(1, settings.steps + 1):
        loss = F.cross_entropy(d(x_known), y_known)
        if gan:
            some = x[torch.from_numpy(rng.integers(0, len(x), n))]
            said = d(torch.cat([some, g(torch.rand(n, CODE)).detach()]))
            loss = loss + (unlabelled_loss(said[:n], True) + unlabelled_loss(said[n:], False)) / 2
        d_optimizer.zero_grad()
        loss.backward()
        d_optimizer.step()
        if gan:  # the false pictures' mean features are to be those of real ones
            features = d[:-2]
            with torch.no_grad():
                aim = features(some).mean(dim=0)
            g_loss = ((features(g(torch.rand(n, CODE))).mean(dim=0) - aim) ** 2).mean()
            g_optimizer.zero_grad()
            g_loss.backward()
            g_optimizer.step()
        if step * settings.checks % settings.steps < settings.checks:
            checked.append(accuracy(d, parts.val))
            d.train()
    return d.eval(), pictures(g), checked


def labelled(y: np.ndarray, each: int, rng: np.random.Generator) -> np.ndarray:
    """`each` hàng của mỗi lớp, rút ngẫu nhiên."""
    return np.concatenate([rng.choice(np.flatnonzero(y == k), each, replace=False) for k in np.unique(y)])


def accuracy(network: nn.Sequential, part: Split) -> float:
    """Phần đoán đúng, ở chế độ dự đoán."""
    network.eval()
    with torch.no_grad():
        said = network(torch.from_numpy(part.x)).argmax(dim=1).numpy()
    return float((said == part.y).mean())


def pictures(network: nn.Sequential, count: int = 12) -> list[list[int]]:
    """Vài ảnh mà generator vẽ, mỗi ảnh một hàng số 0–255."""
    network.eval()
    with torch.no_grad():
        made = network(torch.rand(count, CODE)).numpy()
    return np.rint(255 * made).astype(int).tolist()
