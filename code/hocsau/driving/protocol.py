"""Khung tin socket.io đời cũ mà phần mềm mô phỏng của Udacity dùng, viết bằng chữ trên một websocket.

Phần mềm ấy (Unity, 2017) ghi EIO=4 trong địa chỉ nhưng nói Engine.IO 3 và gói tin socket.io phiên bản 2: máy
khách gửi ping "2", máy chủ trả pong "3" (đời mới thì ngược lại), và máy khách không gửi "40" để xin vào. Máy
chủ socket.io đời mới chờ "40" mãi nên không bao giờ trả lời nó.

    0{…}                 mở: sid, pingInterval, pingTimeout
    40                   đã vào
    42["tên",{…}]        một sự kiện
    2 / 3                ping / pong
    41, 1                rời đi, đóng
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

PING_INTERVAL, PING_TIMEOUT = 25_000, 60_000  # milliseconds, as python-engineio 3 announces
_EVENT = re.compile(r"42(?:/[^,]*,)?\d*(?=\[)")


class ProtocolError(ValueError):
    """Một khung không đúng dạng."""


@dataclass(frozen=True)
class Packet:
    """Một khung đã đọc: kind là "ping", "event", "close" hoặc "other"; sự kiện có tên và dữ liệu."""

    kind: str
    name: str = ""
    data: Any = None
    text: str = ""


def decode(frame: str) -> Packet:
    """Đọc một khung chữ.

    Lỗi:
        ProtocolError: khung rỗng, hoặc sự kiện không phải mảng JSON ["tên", dữ liệu].
    """
    if not frame:
        raise ProtocolError("khung rỗng")
    if frame[0] == "2":
        return Packet("ping", text=frame[1:])
    if frame[0] == "1" or frame.startswith("41"):
        return Packet("close")
    if not frame.startswith("42"):
        return Packet("other", text=frame[:20])
    start = _EVENT.match(frame)
    if start is None:
        raise ProtocolError(f"sự kiện không có mảng JSON: {frame[:40]!r}")
    try:
        body = json.loads(frame[start.end() :])
    except (ValueError, RecursionError):  # not JSON, a number of a million digits, brackets a million deep
        raise ProtocolError(f"sự kiện không phải JSON: {frame[:40]!r}") from None
    if not body or not isinstance(body[0], str):
        raise ProtocolError("sự kiện không có tên")
    return Packet("event", body[0], body[1] if len(body) > 1 else None)


def encode_event(name: str, data: dict[str, str]) -> str:
    """42["tên",{…}]"""
    return f"42{json.dumps([name, data], separators=(',', ':'))}"


def encode_open(sid: str) -> str:
    """Khung đầu tiên của máy chủ."""
    about = {"sid": sid, "upgrades": [], "pingTimeout": PING_TIMEOUT, "pingInterval": PING_INTERVAL}
    return f"0{json.dumps(about, separators=(',', ':'))}"


ENTERED = "40"


def encode_pong(text: str = "") -> str:
    """Trả lời ping."""
    return f"3{text}"
