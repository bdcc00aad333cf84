"""Người lái giỏi: biết đường, lái theo pure pursuit; và bàn tay run để dữ liệu có cả những lúc phải chữa."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, cos, sin

import numpy as np

from hocsau.driving.car import MAX_ANGLE, WHEELBASE, Car
from hocsau.driving.track import Track

LOOKAHEAD = 8.0  # metres: where on the centre line the driver aims


def pursue(track: Track, car: Car, lookahead: float = LOOKAHEAD, dead_zone: float = 0.0) -> float:
    """Lệnh lái trong [−1, 1] đưa xe tới điểm trên đường tim ở trước mặt `lookahead` mét (pure pursuit).

    Cung tròn tiếp xúc với hướng xe và đi qua điểm lệch phải e mét, cách xe d mét, có độ cong 2e/d²; bánh
    trước phải quay δ = arctan(L·2e/d²). Lệnh nhỏ hơn `dead_zone` thành 0: tay buông khi xe đang thẳng.
    """
    s, _ = track.locate([car.x, car.y])
    (x, y), _ = track.at(s + lookahead)
    x, y = x - car.x, y - car.y
    right = x * sin(car.heading) - y * cos(car.heading)
    wheel = atan(WHEELBASE * 2 * right / (x * x + y * y))
    steering = float(np.clip(wheel / MAX_ANGLE, -1, 1))
    return 0.0 if abs(steering) < dead_zone else steering


@dataclass
class Wobble:
    """Bàn tay run: một độ lệch ngẫu nhiên trơn được cộng vào lệnh lái khi *thực hiện*, không khi *ghi*.

    Xe vì thế lảng ra mép, còn nhật kí ghi lệnh mà người lái giỏi muốn ở chỗ ấy: chính là những ví dụ về cách
    chữa. Dãy số là quá trình Ornstein–Uhlenbeck, độ lệch chuẩn `size`, nhớ khoảng `memory` giây.
    """

    rng: np.random.Generator
    size: float = 0.15
    memory: float = 0.7
    value: float = 0.0

    def step(self, dt: float) -> float:
        """Độ lệch ở bước tiếp theo."""
        keep = float(np.exp(-dt / self.memory))
        self.value = keep * self.value + self.size * (1 - keep**2) ** 0.5 * float(self.rng.normal())
        return self.value
