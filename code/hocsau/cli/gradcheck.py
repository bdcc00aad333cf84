"""`hocsau gradcheck [--seed SỐ]`: mọi backward có đúng là đạo hàm không."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "gradcheck",
        help="kiểm gradient của mọi tầng và loss",
        description="So gradient mà mọi tầng và loss của hocsau.nn, hocsau.detection tính ra với sai phân, "
        "in bảng sai số.",
    )
    parser.add_argument(
        "--seed", type=_seed, default=0, metavar="SỐ", help="số gieo ngẫu nhiên, từ 0 trở lên (mặc định: 0)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from itertools import chain

    from hocsau.detection import selfcheck
    from hocsau.nn.selfcheck import TOLERANCE, check_all

    print(
        "Gradient của hocsau.nn, hocsau.detection so với sai phân: "
        f"float64, cho phép sai {TOLERANCE:g}, seed {args.seed}\n"
    )
    print(f"{'tầng, loss':26}{'sai số tương đối':>18}  {'ở':16}kết quả")
    failed = 0
    for outcome in chain(check_all(args.seed), selfcheck.check_all(args.seed)):
        result = "đạt" if outcome.passed else f"HỎNG {outcome.trouble}".rstrip()
        print(f"{outcome.name:26}{outcome.error:18.1e}  {outcome.where:17}{result}", flush=True)
        failed += not outcome.passed
    print(f"\n{failed} chỗ hỏng." if failed else "\nMọi gradient đều đúng.")
    return 1 if failed else 0


def _seed(text: str) -> int:
    try:
        seed = int(text)
    except ValueError:
        seed = -1
    if seed < 0:
        raise argparse.ArgumentTypeError(f"{text!r} không phải số nguyên từ 0 trở lên")
    return seed
