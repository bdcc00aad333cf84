"""AP theo nhóm: mạng đi kèm sách gặp biển nhỏ dần, tối dần, xoay nhiều dần."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.ledger import Ledger
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.plates.learning import score, torch_twin
from hocsau.experiments.plates.photos import of_scenes
from hocsau.plates import ANY, Look, draw_scenes
from hocsau.plates.shipped import plate_detector
from hocsau.torch import Darknet

SIZES = ((0.04, 0.06), (0.06, 0.08), (0.08, 0.12), (0.12, 0.18), (0.18, 0.26), (0.26, 0.36), (0.36, 0.5))
LIGHTS = ((0.05, 0.1), (0.1, 0.2), (0.2, 0.35), (0.35, 0.6), (0.6, 1.0), (1.0, 1.5), (1.5, 2.5))
TURNS = (0, 10, 20, 30, 45)


@dataclass(frozen=True)
class Settings:
    """Cách đo: mỗi nhóm `draws` lần, mỗi lần `scenes` cảnh mới."""

    scenes: int = 40
    draws: int = 3


SMALL = Settings(scenes=4, draws=1)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """AP50 của từng nhóm; trong một nhóm chỉ một thứ bị giữ, các thứ khác đủ loại như lúc học."""
    settings = Settings() if data.info.profile == "full" else SMALL
    net = plate_detector()
    network = torch_twin(net)
    ledger = Ledger(options, "plates-groups", asdict(settings) | {"data": dict(data.info.sha256)})
    table: dict[str, list[dict[str, float]]] = {}
    for kind, looks in groups().items():
        table[kind] = []
        for (low, high), look in looks:
            row = ledger.once(f"{kind}/{low:g}-{high:g}", partial(one, network, look, settings))
            table[kind].append({"from": low, "to": high, **row})
    worst = {f"{kind}_least": min(row["ap50"] for row in rows) for kind, rows in table.items()}
    best = {f"{kind}_most": max(row["ap50"] for row in rows) for kind, rows in table.items()}
    return Outcome(
        worst | best, details={"settings": asdict(settings), "learnt": asdict(ANY), "groups": table}
    )


def groups() -> dict[str, list[tuple[tuple[float, float], Look]]]:
    """Các nhóm: bề ngang của biển (phần bề ngang ảnh), độ sáng, góc xoay lớn nhất (độ)."""
    return {
        "size": [(pair, replace(ANY, size=pair)) for pair in SIZES],
        "light": [(pair, replace(ANY, light=pair)) for pair in LIGHTS],
        "turn": [((0, top), replace(ANY, turn=float(top))) for top in TURNS],
    }


def one(network: Darknet, look: Look, settings: Settings) -> dict[str, float]:
    """AP50 trung bình của một nhóm, và khoảng trải giữa các lần vẽ."""
    side = network.cfg.size[0]
    found = [
        score(network, of_scenes(draw_scenes(settings.scenes, np.random.default_rng(30 + k), look), side)).at(
            0.5
        )
        for k in range(settings.draws)
    ]
    return {"ap50": round(float(np.mean(found)), DIGITS), "spread": round(float(np.ptp(found)), DIGITS)}
