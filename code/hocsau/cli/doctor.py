"""`hocsau doctor`: máy này đã sẵn sàng chưa, và phải sửa gì."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help="xem máy đã sẵn sàng chưa, và cần sửa gì",
        description="In phiên bản, phần cứng, thư mục, dữ liệu; nói cách sửa từng chỗ chưa ổn.",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from hocsau.doctor import doctor

    return 0 if doctor() else 1
