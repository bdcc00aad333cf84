"""Tin từ xe và lệnh trả lời: đọc cẩn thận, sai gì cũng không hỏng."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
from PIL import Image

from hocsau.driving.camera import HEIGHT, WIDTH
from hocsau.driving.speed import SpeedKeeper

MAX_IMAGE = 1_000_000  # characters of base64; a picture of the simulator has about 20 000
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+")


class TelemetryError(ValueError):
    """Tin từ xe thiếu hoặc hỏng."""


@dataclass(frozen=True)
class Telemetry:
    """Một tin từ xe: ảnh camera giữa, tốc độ (mph), góc bánh xe (độ).

    comma: máy ấy viết số kiểu 22,1483 (Windows tiếng Việt), nên cũng chỉ hiểu số viết kiểu ấy.
    """

    image: np.ndarray
    speed: float
    angle: float
    comma: bool


@dataclass(frozen=True)
class Command:
    """Lệnh trả lời: lái và ga, trong [−1, 1]."""

    steering: float
    throttle: float
    comma: bool = False

    def fields(self) -> dict[str, str]:
        """Hai số viết thành chữ, vì phần mềm mô phỏng chỉ đọc chữ."""
        pair = {"steering_angle": f"{self.steering:.6f}", "throttle": f"{self.throttle:.6f}"}
        return {name: text.replace(".", ",") for name, text in pair.items()} if self.comma else pair


def read_telemetry(data: Any) -> Telemetry:
    """Đọc dữ liệu của sự kiện telemetry.

    Lỗi:
        TelemetryError: thiếu mục, số không hữu hạn, ảnh không phải base64, quá lớn, sai cỡ, hay cụt.
    """
    if not isinstance(data, dict):
        raise TelemetryError(f"telemetry là {type(data).__name__}, không phải object")
    missing = [name for name in ("steering_angle", "speed", "image") if name not in data]
    if missing:
        raise TelemetryError(f"telemetry thiếu {', '.join(missing)}")
    (angle, one), (speed, two) = (_number(name, data[name]) for name in ("steering_angle", "speed"))
    return Telemetry(_image(data["image"]), speed, angle, one or two)


def _number(name: str, value: Any) -> tuple[float, bool]:
    """The number, and whether it was written with a decimal comma."""
    comma = False
    if isinstance(value, str):
        text = value.strip()
        if _GROUPED.fullmatch(text):  # 1,234.5000: C# puts commas between thousands
            text = text.replace(",", "")
        if len(text) > 40 or not _NUMBER.fullmatch(text):
            raise TelemetryError(f"{name} = {value[:40]!r} không phải là số")
        comma, value = "," in text, text.replace(",", ".")
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TelemetryError(f"{name} có kiểu {type(value).__name__}, không phải là số")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not isfinite(number):
        raise TelemetryError(f"{name} = {number} không hữu hạn")
    return number, comma


def _image(text: Any) -> np.ndarray:
    if not isinstance(text, str):
        raise TelemetryError(f"image có kiểu {type(text).__name__}, không phải chữ base64")
    if len(text) > MAX_IMAGE:
        raise TelemetryError(f"image dài {len(text)} kí tự; tối đa {MAX_IMAGE}")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise TelemetryError("image không phải base64") from None
    try:
        # Only formats the simulator could send: no other decoder of Pillow sees bytes from outside.
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.size != (WIDTH, HEIGHT):  # before decoding: the header may claim gigabytes
                wide, tall = picture.size
                raise TelemetryError(f"ảnh cỡ {wide}×{tall}; cần {WIDTH}×{HEIGHT}")
            return np.array(picture.convert("RGB"))
    except TelemetryError:
        raise
    except Exception:  # bytes from outside make Pillow's decoders fail in many ways, each in English
        raise TelemetryError("ảnh hỏng hoặc bị cắt cụt") from None


@dataclass
class Driver:
    """Trả lời từng tin của một xe: lái theo policy, ga theo SpeedKeeper.

    Tin hỏng, policy hỏng hay trả về NaN: giữ góc lái cũ, ga 0, và một dòng nhật kí qua `say`.
    """

    policy: Callable[[np.ndarray], float]
    say: Callable[[str], None]
    keeper: SpeedKeeper = field(default_factory=SpeedKeeper)
    steering: float = 0.0
    comma: bool = False
    speed: float = 0.0
    throttle: float = 0.0
    failures: int = 0
    _last: str = ""

    def answer(self, data: Any) -> Command:
        """Lệnh cho một tin telemetry."""
        try:
            seen = read_telemetry(data)
        except TelemetryError as error:
            return self.safe(str(error))
        self.comma = seen.comma
        try:
            steering = float(self.policy(seen.image))
        except Exception as error:  # whatever the network raises, the car must not drive on blindly
            return self.safe(f"model báo lỗi {type(error).__name__}: {error}")
        if not isfinite(steering):
            return self.safe(f"model trả về {steering}")
        self.steering, self.speed = min(max(steering, -1.0), 1.0), seen.speed
        self.throttle, self._last = self.keeper.throttle(self.steering, self.speed), ""
        return Command(self.steering, self.throttle, self.comma)

    def safe(self, reason: str) -> Command:
        """Lệnh an toàn: giữ góc lái, ga 0. Cùng một lí do lặp lại thì cứ 50 lần mới ghi một dòng."""
        self.failures += 1
        if reason != self._last or self.failures % 50 == 0:
            self.say(f"Tin hỏng thứ {self.failures}: {reason}. Trả lời: ga 0.")
        self._last, self.throttle = reason, 0.0
        return Command(self.steering, 0.0, self.comma)

    def status(self) -> str:
        """Một dòng cho người đang xem."""
        return f"Đang lái: lái {self.steering:+.3f}, ga {self.throttle:+.2f}, tốc độ {self.speed:.1f} mph."
