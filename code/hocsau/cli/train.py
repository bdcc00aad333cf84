"""`hocsau train TÊN [--full] [--epochs N] [--dry-run]`: chạy một thí nghiệm của sách và ghi lại kết quả."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    from hocsau.experiments import EXPERIMENTS

    parser = subparsers.add_parser(
        "train",
        help="chạy một thí nghiệm của sách",
        description="Chạy một thí nghiệm của sách. Không thêm gì thì chạy trên dữ liệu nhỏ đi kèm, vài giây, "
        "và chỉ in điểm. Với --full thì chạy trên dữ liệu thật và ghi book/results/TÊN.json để sách dẫn lại.",
    )
    titles = "; ".join(f"{name}: {experiment.title}" for name, experiment in EXPERIMENTS.items())
    parser.add_argument("name", choices=EXPERIMENTS, metavar="TÊN", help=titles)
    parser.add_argument(
        "--full", action="store_true", help="dữ liệu thật, đầy đủ (HOCSAU_DATA, cache hoặc tải về)"
    )
    parser.add_argument(
        "--epochs", type=_count, metavar="N", help="số epoch của mỗi lượt train (mặc định: như trong sách)"
    )
    parser.add_argument("--dry-run", action="store_true", help="chạy thử, in điểm, không ghi gì")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="TỆP",
        help="chỗ ghi kết quả (mặc định: book/results/TÊN.json khi có --full)",
    )
    resumable = ", ".join(name for name, experiment in EXPERIMENTS.items() if experiment.resumable)
    parser.add_argument(
        "--checkpoints",
        type=Path,
        metavar="THƯMỤC",
        help="giữ checkpoint ở đó sau mỗi epoch; bị ngắt thì chạy lại đúng lệnh này để học tiếp "
        f"(chỉ với {resumable})",
    )
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số epoch; cần số nguyên từ 1 trở lên")
    return int(text)


def run(args: argparse.Namespace) -> int:
    from hocsau.data import load
    from hocsau.experiments import EXPERIMENTS, recording
    from hocsau.experiments.options import Options
    from hocsau.nn.storage import save_arrays

    experiment = EXPERIMENTS[args.name]
    out = _destination(args, experiment)
    data = load(experiment.full if args.full else experiment.small, "full" if args.full else "small")
    start = time.perf_counter()
    outcome = experiment.run(data, Options(args.epochs, progress=True, checkpoints=args.checkpoints))
    seconds = time.perf_counter() - start

    command = f"hocsau train {args.name}" + (" --full" if args.full else "")
    if args.epochs is not None:
        command += f" --epochs {args.epochs}"
    record = recording.result(args.name, command, data.info, seconds, outcome)
    print(f"{data.info.title} — {seconds:.2f} giây")
    width = max(map(len, outcome.scores))
    for name, value in outcome.scores.items():
        print(f"  {name:{width}} {value:.4f}")
    if out is None:
        print("Không ghi tệp nào.")
        return 0
    recording.save(record, out)
    written = [out]
    for suffix, content in outcome.files.items():
        written.append(out.with_name(f"{out.stem}-{suffix}.json"))
        recording.save(content, written[-1])
    for suffix, arrays in outcome.arrays.items():
        written.append(out.with_name(f"{out.stem}-{suffix}.npz"))
        save_arrays(written[-1], arrays)
    print(f"Đã ghi {', '.join(map(str, written))}")
    return 0


def _destination(args: argparse.Namespace, experiment: Any) -> Path | None:
    """The file to write, or None; refused before an hour of training, not after it."""
    from hocsau.errors import DataError
    from hocsau.experiments import recording

    if args.epochs is not None and not experiment.epochs:
        raise DataError(f"{args.name} không huấn luyện theo epoch; bỏ --epochs")
    if args.checkpoints is not None and not experiment.resumable:
        raise DataError(f"{args.name} không giữ được checkpoint; bỏ --checkpoints")
    if args.checkpoints is not None and not args.checkpoints.is_dir():
        raise DataError(f"không có thư mục {args.checkpoints}; hãy tạo nó trước")
    if args.dry_run:
        return None
    if args.out is not None or not args.full:
        return args.out
    if args.epochs is not None:
        raise DataError(
            "--epochs đổi số epoch nên không ghi đè kết quả của sách; thêm --out TỆP hoặc --dry-run"
        )
    if not recording.FOLDER.is_dir():
        raise DataError(
            f"không thấy thư mục {recording.FOLDER}; hãy chạy ở gốc của sách, hoặc thêm --out TỆP"
        )
    return recording.FOLDER / f"{args.name}.json"
