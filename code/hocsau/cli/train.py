"""`hocsau train TÊN [--full] [--dry-run]`: chạy một thí nghiệm của sách và ghi lại kết quả."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:  # noqa: ANN401
    from hocsau.training.experiments import EXPERIMENTS

    parser = subparsers.add_parser(
        "train",
        help="chạy một thí nghiệm của sách",
        description="Chạy một thí nghiệm của sách. Với --full, kết quả được ghi để sách dẫn lại.",
    )
    titles = "; ".join(f"{name}: {experiment.title}" for name, experiment in EXPERIMENTS.items())
    parser.add_argument("name", choices=EXPERIMENTS, metavar="TÊN", help=titles)
    parser.add_argument(
        "--full", action="store_true", help="dữ liệu thật, đầy đủ (HOCSAU_DATA, cache hoặc tải về)"
    )
    parser.add_argument("--dry-run", action="store_true", help="chạy thử, in điểm, không ghi gì")
    parser.add_argument(
        "--out", type=Path, metavar="TỆP", help="chỗ ghi kết quả (mặc định: book/results/TÊN.json)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from hocsau.data import load
    from hocsau.errors import DataError
    from hocsau.training import results
    from hocsau.training.experiments import EXPERIMENTS

    out = args.out
    if args.full and not args.dry_run and out is None:
        if not results.FOLDER.is_dir():
            raise DataError(
                f"không thấy thư mục {results.FOLDER}; hãy chạy ở gốc của sách, hoặc thêm --out TỆP"
            )
        out = results.FOLDER / f"{args.name}.json"
    experiment = EXPERIMENTS[args.name]
    data = load(experiment.full if args.full else experiment.small, "full" if args.full else "small")
    start = time.perf_counter()
    scores = experiment.run(data)
    seconds = time.perf_counter() - start

    command = f"hocsau train {args.name}" + (" --full" if args.full else "")
    record = results.result(args.name, command, data.info, seconds, scores)
    print(f"{data.info.title} — {seconds:.2f} giây")
    for name, value in scores.items():
        print(f"  {name:14} {value:.4f}")
    if out is not None and not args.dry_run:
        results.save(record, out)
        print(f"Đã ghi {out}")
    return 0
