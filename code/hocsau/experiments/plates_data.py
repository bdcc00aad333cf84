"""Ảnh thật và cảnh vẽ của chương 14: biển to bằng mấy, dáng thế nào, ảnh sáng ra sao; chỉ đo, không in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from hocsau.data import Dataset
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import Outcome
from hocsau.plates import ANY, CAR_PARK, Look, draw_scene
from hocsau.vision.images import read_image

QUANTILES = (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)
EDGES = {"width": np.arange(0, 46, 2.5), "ratio": np.arange(0.8, 2.01, 0.1), "light": np.arange(0, 256, 15)}
Measured = Iterator[tuple[np.ndarray, np.ndarray]]


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Bề rộng (phần trăm của ảnh), tỉ lệ rộng trên cao, độ sáng: phân vị và cột, ở ảnh thật và ở cảnh vẽ.

    Không có ảnh thật (chạy thử) thì 12 cảnh hầm xe do sách vẽ đứng thay.
    """
    if data.info.name == "vn_motorbike_plates":
        real = [*_photos(data.train.x, data.train.y), *_photos(data.test.x, data.test.y)]
    else:
        real = list(_scenes(12, CAR_PARK))
    drawn = list(_scenes(len(real), ANY))
    details = {"real": measured(real), "drawn": measured(drawn)}
    scores = {}
    for kind, found in details.items():
        low, *_, high = found["width"]["quantiles"]
        scores[f"{kind}_width_times"] = high / low
    return Outcome(scores, details=details)


def measured(pairs: Iterable[tuple[np.ndarray, np.ndarray]]) -> dict[str, dict[str, list[float]]]:
    """Ba số đo của mỗi cặp (ảnh, khung): phân vị và số ảnh trong từng cột."""
    values: dict[str, list[float]] = {name: [] for name in EDGES}
    for image, box in pairs:
        width, height = box[2] - box[0], box[3] - box[1]
        values["width"].append(100 * width / image.shape[1])
        values["ratio"].append(width / height)
        values["light"].append(float(image.mean()))
    made = {}
    for name, edges in EDGES.items():
        inside = np.clip(values[name], edges[0], edges[-1])
        made[name] = {
            "quantiles": np.quantile(values[name], QUANTILES).round(3).tolist(),
            "counts": np.histogram(inside, edges)[0].tolist(),
            "edges": edges.round(3).tolist(),
        }
    return made


def _photos(paths: np.ndarray, labels: np.ndarray) -> Measured:
    for path, label in zip(paths, labels, strict=True):
        for box in label.boxes:
            yield read_image(path), box


def _scenes(count: int, look: Look) -> Measured:
    """So many drawn scenes that hold a plate; of each its first."""
    rng = np.random.default_rng(14)
    while count:
        scene = draw_scene(rng, 192, 256, look)
        if len(scene.boxes):
            count -= 1
            yield scene.image, scene.boxes[0]
