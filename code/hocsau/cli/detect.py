"""`hocsau detect ẢNH … [--out THƯ_MỤC] [--json TỆP] [--hide]`: tìm biển số trong ảnh, đọc hoặc che chúng."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

MODELS = {"plates": "biển số xe máy Việt Nam"}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "detect",
        help="tìm và đọc biển số xe máy trong ảnh, hoặc che chúng",
        description="Tìm biển số xe máy Việt Nam trong ảnh và đọc chữ trên biển. Với --hide thì che các biển "
        "tìm được, không đọc và không in chữ nào. Máy có thể sót biển: ảnh định đăng thì tự xem lại.",
    )
    parser.add_argument("photos", type=Path, nargs="+", metavar="ẢNH", help="ảnh, hoặc thư mục ảnh")
    names = ", ".join(f"{name} ({what})" for name, what in MODELS.items())
    parser.add_argument("--model", choices=MODELS, default="plates", metavar="TÊN", help=f"tìm gì: {names}")
    parser.add_argument(
        "--out", type=Path, metavar="THƯ_MỤC", help="ghi mỗi ảnh một tệp .png có khung (hay đã che) vào đó"
    )
    parser.add_argument("--json", type=Path, metavar="TỆP", help="ghi khung, điểm và chữ của mọi ảnh vào đó")
    parser.add_argument("--hide", action="store_true", help="che các biển; cần --out")
    parser.add_argument(
        "--threshold",
        type=_share,
        default=0.25,
        metavar="SỐ",
        help="điểm nhỏ nhất của một khung được giữ, trong (0, 1) (mặc định: 0.25)",
    )
    parser.add_argument(
        "--with", dest="detector", type=Path, metavar="TỆP.npz", help="bộ tìm khác bộ đi kèm sách"
    )
    parser.add_argument("--reader", type=Path, metavar="TỆP.npz", help="bộ đọc khác bộ đi kèm sách")
    parser.set_defaults(run=run)


def _share(text: str) -> float:
    from hocsau.data.formats.number import one_number

    value = one_number(text)
    if value is None or not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"«{text}» không nằm trong (0, 1)")
    return value


def run(args: argparse.Namespace) -> int:
    """Mỗi ảnh một dòng; ảnh hỏng thì một dòng lỗi và mã thoát 1."""
    from hocsau.cli.pictures import check_report, opened, pictures, targets
    from hocsau.data.formats.writing import write_text
    from hocsau.errors import DataError
    from hocsau.plates.marking import hide, mark
    from hocsau.vision.images import write_image

    if args.hide and args.out is None:
        raise DataError("--hide cần --out THƯ_MỤC: chỗ ghi những ảnh đã che")
    paths = pictures(args.photos)
    written = dict(zip(paths, targets(paths, args.out), strict=True)) if args.out is not None else {}
    if args.json is not None:
        check_report(args.json, paths, list(written.values()))
    detector = load_detector(args.detector)
    reader = None if args.hide else load_reader(args.reader)
    told: list[dict[str, Any]] = []
    bad: list[Path] = []
    for path, image in opened(paths, bad):
        found = detector.detect(image, threshold=args.threshold)
        readings = [] if reader is None else _read(reader, image, found.boxes)
        texts = [str(reading) for reading in readings]
        print(f"{path}: {_line(found, readings, args.hide)}")
        told.append(
            {"photo": str(path), "size": [image.shape[1], image.shape[0]], "plates": _told(found, readings)}
        )
        if args.out is not None:
            picture = hide(image, found.boxes) if args.hide else mark(image, found.boxes, texts)
            write_image(picture, written[path])
    if args.json is not None:
        write_text(args.json, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return 1 if bad else 0


def load_detector(path: Path | None) -> Any:
    """Bộ tìm biển số: của sách, hoặc ở `path`.

    Lỗi:
        DataError: sách chưa có trọng số, tệp không có hay không đúng loại.
    """
    if path is None:
        path = _shipped("plates-narrow-network.npz", "plates-narrow", "--with")
    from hocsau.darknet.integer import load_net

    return load_net(path)


def load_reader(path: Path | None) -> Any:
    """Bộ đọc biển số: của sách, hoặc ở `path`; lỗi như `load_detector`."""
    from hocsau.torch.shipped import find_shipped, load_shipped

    if path is None:
        path = _shipped(find_shipped("plate-reader").file, "plates-read", "--reader")
    return load_shipped("plate-reader", path)


def _shipped(name: str, experiment: str, option: str) -> Path:
    from hocsau.errors import DataError
    from hocsau.recorded import recorded_file

    try:
        return recorded_file(name)
    except DataError:
        raise DataError(
            f"chưa có trọng số {name} đi kèm sách; tạo bằng lệnh: hocsau train {experiment} --full, hoặc nêu "
            f"{option} TỆP.npz"
        ) from None


def _read(reader: Any, image: Any, boxes: Any) -> list[Any]:
    from hocsau.plates.reading import read_plates

    return read_plates(reader, image, boxes)


def _line(found: Any, readings: list[Any], hidden: bool) -> str:
    if not len(found):
        return "không thấy biển nào" + ("; hãy tự xem lại trước khi đăng" if hidden else "")
    if hidden:
        return f"đã che {len(found)} biển"
    said = [f"{reading} ({100 * reading.chance:.0f} %)" for reading in readings]
    return f"{len(found)} biển: " + ", ".join(said)


def _told(found: Any, readings: list[Any]) -> list[dict[str, Any]]:
    made = []
    for i in range(len(found)):
        one: dict[str, Any] = {
            "box": [round(float(v), 2) for v in found.boxes[i]],
            "score": round(float(found.scores[i]), 4),
        }
        if readings:
            reading = readings[i]
            one |= {
                "text": reading.text,
                "valid": reading.number is not None,
                "chance": round(float(reading.chance), 4),
            }
        made.append(one)
    return made
