"""Chiếc xe: model xe đạp động học (kinematic bicycle model), vô lăng, ga và phanh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, isfinite, pi, radians, sin, tan

MPH = 0.44704  # metres per second in a mile per hour, the unit of the log and of the simulator
MAX_ANGLE = radians(25)  # of the front wheels, when steering = ±1
WHEELBASE = 2.5  # metres between the axles
CAR_WIDTH = 1.8  # metres
PULL = 4.0  # m/s² at throttle 1
BRAKE = 8.0  # m/s² at brake 1
DRAG = 0.12  # 1/s: what is lost of the speed each second when rolling free


@dataclass(frozen=True)
class Car:
    """Trạng thái của xe: vị trí (x, y) mét giữa trục sau, hướng `heading` radian, tốc độ `speed` mph.

    `steering` là lệnh lái vừa thực hiện, trong [−1, 1]: −1 là hết cỡ sang trái, +1 sang phải (bánh trước quay
    25°), như phần mềm mô phỏng của Udacity.
    """

    x: float = 0.0
    y: float = 0.0
    heading: float = 0.0
    speed: float = 0.0
    steering: float = 0.0

    def step(self, steering: float, throttle: float, brake: float = 0.0, dt: float = 1 / 15) -> Car:
        """Xe sau `dt` giây với lệnh lái, ga và phanh cho trước (giới hạn vào [−1, 1], [−1, 1], [0, 1]).

        δ = 25°·steering,  dψ/dt = −v·tan δ / L,  dx/dt = v·cos ψ,  dy/dt = v·sin ψ. Ga âm là phanh, như ở
        phần mềm mô phỏng; xe không lùi. Với tốc độ trung bình của bước, xe đi đúng một cung tròn.

        Lỗi:
            ValueError: có lệnh không hữu hạn hoặc dt không dương.
        """
        if not all(map(isfinite, (steering, throttle, brake, dt))) or dt <= 0:
            raise ValueError(f"lệnh ({steering}, {throttle}, {brake}), dt = {dt}: cần số hữu hạn và dt dương")
        steering = min(max(steering, -1.0), 1.0)
        brake = min(max(brake, 0.0, -throttle), 1.0)
        throttle = min(max(throttle, 0.0), 1.0)
        v = self.speed * MPH
        faster = max(v + (PULL * throttle - BRAKE * brake - DRAG * v) * dt, 0.0)
        run = (v + faster) / 2 * dt
        turn = -run * tan(MAX_ANGLE * steering) / WHEELBASE
        # The chord of the arc: its length is run·sinc(turn/2) and it points half a turn ahead.
        chord = run * (sin(turn / 2) / (turn / 2) if abs(turn) > 1e-9 else 1.0)
        middle = self.heading + turn / 2
        return replace(
            self,
            x=self.x + chord * cos(middle),
            y=self.y + chord * sin(middle),
            heading=(self.heading + turn + pi) % (2 * pi) - pi,
            speed=faster / MPH,
            steering=steering,
        )
