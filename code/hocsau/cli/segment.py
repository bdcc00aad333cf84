"""`hocsau segment ẢNH … [--out THƯ_MỤC]`: tô vùng tế bào trong ảnh cỡ bất kì, đếm và ghi mask."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

MODELS = {"cells": "tế bào do sách vẽ"}
NETWORK = "cells-unet"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "segment",
        help="tô vùng tế bào trong ảnh",
        description="Tô từng điểm ảnh thuộc tế bào bằng U-Net nhỏ của chương 15, đếm tế bào, ghi mask. Mạng "
        "học trên ảnh do sách vẽ: với ảnh của bạn, hãy nhìn lại kết quả rồi mới tin.",
    )
    parser.add_argument("photos", type=Path, nargs="+", metavar="ẢNH", help="ảnh, hoặc thư mục ảnh")
    names = ", ".join(f"{name} ({what})" for name, what in MODELS.items())
    parser.add_argument("--model", choices=MODELS, default="cells", metavar="TÊN", help=f"tô gì: {names}")
    parser.add_argument(
        "--out", type=Path, metavar="THƯ_MỤC", help="ghi mask của mỗi ảnh (0 và 255) thành tệp .png vào đó"
    )
    parser.add_argument(
        "--objects",
        action="store_true",
        help="với --out: mỗi tế bào một màu (số thứ tự theo bảng màu, nhiều nhất 255), không chỉ 0 và 255",
    )
    parser.add_argument(
        "--with", dest="network", type=Path, metavar="TỆP.npz", help="mạng khác mạng đi kèm sách"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Mỗi ảnh một dòng: số tế bào và phần diện tích; ảnh hỏng thì một dòng lỗi và mã thoát 1."""
    from hocsau.cli.pictures import opened, pictures, targets
    from hocsau.data.formats.masks import write_mask
    from hocsau.errors import DataError
    from hocsau.segmentation import split_touching
    from hocsau.vision.images import to_grey

    if args.objects and args.out is None:
        raise DataError("--objects cần --out THƯ_MỤC: chỗ ghi mask")
    paths = pictures(args.photos)
    written = dict(zip(paths, targets(paths, args.out), strict=True)) if args.out is not None else {}
    network = load_network(args.network)
    bad: list[Path] = []
    for path, image in opened(paths, bad):
        mask = network.probabilities(to_grey(image)) > 0.5
        objects = split_touching(mask)
        count, share = int(objects.max()), float(mask.mean())
        print(f"{path}: {count} tế bào, {100 * share:.1f} % diện tích")
        if args.out is None:
            continue
        if not args.objects:
            write_mask(mask, written[path], kind="0/255")
        elif count > 255:
            print(f"{path}: {count} tế bào; bảng màu chỉ có 255 số, hãy bỏ --objects", file=sys.stderr)
            bad.append(path)
        else:
            write_mask(objects, written[path], kind="palette")
    return 1 if bad else 0


def load_network(path: Path | None) -> Any:
    """Mạng tô tế bào: của sách, hoặc ở `path`.

    Lỗi:
        DataError: sách chưa có trọng số, tệp không có hay không đúng loại.
    """
    from hocsau.errors import DataError
    from hocsau.recorded import recorded_file
    from hocsau.torch.shipped import load_shipped

    if path is None:
        try:
            path = recorded_file(f"{NETWORK}-network.npz")
        except DataError:
            raise DataError(
                "chưa có trọng số của mạng tô tế bào đi kèm sách; tạo bằng lệnh: hocsau train cells-unet "
                "--full, hoặc nêu --with TỆP.npz"
            ) from None
    return load_shipped(NETWORK, path)
