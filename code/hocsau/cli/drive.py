"""`hocsau drive MODEL`: để mạng đã học lái xe trong phần mềm mô phỏng của Udacity."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "drive",
        help="để mạng đã học lái xe trong phần mềm mô phỏng",
        description="Mở máy chủ mà phần mềm mô phỏng của Udacity gọi tới, và trả lời lệnh lái.",
        epilog="Ví dụ: hocsau drive pilotnet.npz, rồi mở phần mềm mô phỏng và chọn Autonomous Mode",
    )
    parser.add_argument(
        "model",
        nargs="?",
        type=Path,
        metavar="MODEL",
        help="tệp .npz do hocsau ghi (mặc định: mạng đi kèm sách)",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="MÁY", help="mặc định: chỉ máy này (127.0.0.1)"
    )
    parser.add_argument("--port", type=port, default=4567, metavar="CỔNG", help="mặc định: 4567")
    parser.add_argument(
        "--slowest", type=_speed, default=10.0, metavar="MPH", help="giới hạn dưới (mặc định 10)"
    )
    parser.add_argument(
        "--fastest", type=_speed, default=25.0, metavar="MPH", help="giới hạn trên (mặc định 25)"
    )
    parser.set_defaults(run=run)


def port(text: str) -> int:
    """Số cổng viết ở dòng lệnh."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số cổng (0–65535)")
    return int(text)


def _speed(text: str) -> float:
    from hocsau.data.formats.number import parse_number

    value = parse_number(text)
    if value is None or not 0 < value <= 100:
        raise argparse.ArgumentTypeError(f"«{text}» không phải tốc độ (trên 0, tới 100 mph)")
    return value


def run(args: argparse.Namespace) -> int:
    from functools import partial

    from hocsau.driving.pilot import load_pilot
    from hocsau.driving.server import DriveServer, place
    from hocsau.driving.speed import SpeedKeeper
    from hocsau.errors import DataError

    if args.slowest > args.fastest:
        raise DataError(f"--slowest {args.slowest:g} lớn hơn --fastest {args.fastest:g}")
    pilot = load_pilot(args.model)
    keeper = partial(SpeedKeeper, args.fastest, args.slowest, args.fastest)
    say = partial(print, flush=True)
    with DriveServer(pilot, args.host, args.port, say=say, keeper=keeper) as server:
        say(f"Đang chờ phần mềm mô phỏng ở {place(server.host, server.port)} (Ctrl+C để dừng).")
        if not server.host.startswith("127.") and server.host != "::1":
            say("Chú ý: máy khác trong mạng cũng gọi tới được cổng này.")
        server.wait()
    return 0
