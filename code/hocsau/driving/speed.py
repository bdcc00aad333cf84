"""Giữ tốc độ: công thức ga của chương trình lái."""

from __future__ import annotations

from dataclasses import dataclass

MIN_SPEED, MAX_SPEED = 10.0, 25.0  # mph


@dataclass
class SpeedKeeper:
    """ga = 1 − lái² − (tốc độ / giới hạn)²: lái càng gấp, chạy càng nhanh thì ga càng ít; ga âm là phanh.

    Giới hạn là 25 mph; xe vượt nó thì giới hạn tụt về 10 cho tới khi xe chậm lại.
    """

    limit: float = MAX_SPEED
    slowest: float = MIN_SPEED
    fastest: float = MAX_SPEED

    def throttle(self, steering: float, speed: float) -> float:
        """Mức ga trong [−1, 1] cho lệnh lái và tốc độ (mph) này."""
        self.limit = self.slowest if speed > self.limit else self.fastest
        share = speed / self.limit
        # products, not powers: 1e200**2 is an OverflowError, 1e200 * 1e200 is infinity and the brake
        return min(max(1.0 - steering * steering - share * share, -1.0), 1.0)
