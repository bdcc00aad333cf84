"""Bộ mô phỏng không màn hình: xe, đường, camera và một người lái, chạy từng bước, lần nào cũng như nhau."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from hocsau.driving.camera import Camera
from hocsau.driving.car import CAR_WIDTH, Car
from hocsau.driving.expert import Wobble, pursue
from hocsau.driving.log import LogWriter
from hocsau.driving.speed import SpeedKeeper
from hocsau.driving.track import Track

DT = 1 / 15  # seconds between two pictures
Policy = Callable[[np.ndarray], float]
LOST = 20.0  # metres from the centre line: then the drive ends


@dataclass(frozen=True)
class Drive:
    """Một lần lái đã ghi: các mảng (N,) theo từng bước.

    t giây; x, y mét; heading radian; s mét dọc đường; offset mét lệch phải khỏi đường tim; steering lệnh lái;
    speed mph. `distance` là quãng đường dọc theo đường đua, cộng dồn qua các vòng.
    """

    track: Track
    t: np.ndarray
    x: np.ndarray
    y: np.ndarray
    heading: np.ndarray
    s: np.ndarray
    offset: np.ndarray
    steering: np.ndarray
    speed: np.ndarray
    distance: np.ndarray

    @property
    def laps(self) -> float:
        """Số vòng đã đi."""
        return float(self.distance[-1] / self.track.length)

    @property
    def max_offset(self) -> float:
        """Chỗ lệch xa đường tim nhất, mét."""
        return float(np.abs(self.offset).max())

    @property
    def margin(self) -> float:
        """Bánh xe ngoài còn cách mép đường bao nhiêu mét ở chỗ tệ nhất; âm là đã ra ngoài."""
        return self.track.width / 2 - CAR_WIDTH / 2 - self.max_offset

    @property
    def stayed(self) -> bool:
        """Không bánh nào ra khỏi mặt đường."""
        return self.margin >= 0

    def car(self, i: int) -> Car:
        """Xe ở bước i, để vẽ lại ảnh hay bản đồ lúc ấy."""
        fields = (self.x, self.y, self.heading, self.speed, self.steering)
        return Car(*(float(values[i]) for values in fields))


def start(track: Track, s: float = 0.0, offset: float = 0.0, speed: float = 0.0) -> Car:
    """Xe đặt ở s mét sau vạch xuất phát, dọc theo đường."""
    (x, y), heading = track.at(s, offset)
    return Car(float(x), float(y), float(heading), speed)


def drive(
    track: Track,
    policy: Policy,
    *,
    laps: float = 1.0,
    camera: Camera | None = None,
    car: Car | None = None,
    dt: float = DT,
    keeper: SpeedKeeper | None = None,
) -> Drive:
    """Để `policy` lái: mỗi bước nó nhìn ảnh camera giữa (160, 320, 3) và trả về lệnh lái trong [−1, 1].

    Ga theo `SpeedKeeper`. Dừng khi đủ số vòng, khi xe cách đường tim quá 20 m, hoặc khi đi quá chậm (10 lần
    thời gian mà xe 10 mph cần).

    Lỗi:
        ValueError: policy trả về một số không hữu hạn.
    """
    camera = camera or Camera(track)
    return _run(track, laps, car, dt, keeper, lambda car: (policy(camera.image(car)), 0.0))


def drive_expert(
    track: Track,
    *,
    laps: float = 1.0,
    wobble: Wobble | None = None,
    car: Car | None = None,
    dt: float = DT,
    keeper: SpeedKeeper | None = None,
    watch: Callable[[float, Car, float, float], None] | None = None,
    dead_zone: float = 0.0,
) -> Drive:
    """Người lái giỏi chạy `laps` vòng, không cần camera; `wobble` làm tay lái run.

    `watch(t, car, steering, throttle)` được gọi ở mỗi bước, trước khi xe đi, với lệnh mà người lái *muốn*.
    """

    def act(car: Car) -> tuple[float, float]:
        return pursue(track, car, dead_zone=dead_zone), wobble.step(dt) if wobble else 0.0

    return _run(track, laps, car, dt, keeper, act, watch)


def _run(
    track: Track,
    laps: float,
    car: Car | None,
    dt: float,
    keeper: SpeedKeeper | None,
    act: Callable[[Car], tuple[float, float]],
    watch: Callable[[float, Car, float, float], None] | None = None,
) -> Drive:
    if not laps > 0:
        raise ValueError(f"laps = {laps}; cần một số dương")
    keeper, car = keeper or SpeedKeeper(), car or start(track)
    rows, done = [], 0.0
    s, offset = (float(v) for v in track.locate([car.x, car.y]))
    most = int(10 * laps * track.length / (4.4704 * dt))
    for i in range(most):
        wanted, noise = act(car)
        if not isfinite(wanted):
            raise ValueError(f"policy trả về lệnh lái {wanted} ở bước {i}; cần một số hữu hạn")
        wanted = min(max(float(wanted), -1.0), 1.0)
        throttle = keeper.throttle(wanted, car.speed)
        rows.append((i * dt, car.x, car.y, car.heading, s, offset, wanted, car.speed, done))
        if done >= laps * track.length or abs(offset) > LOST:
            break
        if watch is not None:
            watch(i * dt, car, wanted, throttle)
        car = car.step(wanted + noise, throttle, dt=dt)
        before = s
        s, offset = (float(v) for v in track.locate([car.x, car.y]))
        # The shorter way round: passing the start line adds, it does not take a lap away.
        done += (s - before + track.length / 2) % track.length - track.length / 2
    return Drive(track, *np.array(rows).T)


@dataclass(frozen=True)
class Step:
    """Một bước của người lái giỏi: t giây, xe lúc ấy, lệnh lái và ga mà người lái muốn."""

    t: float
    car: Car
    steering: float
    throttle: float


def expert_steps(
    track: Track, *, laps: float = 3.0, rng: np.random.Generator, size: float = 0.15, dead_zone: float = 0.02
) -> list[Step]:
    """Người lái giỏi với bàn tay run (độ lệch chuẩn `size`) chạy `laps` vòng.

    Lệnh nhỏ hơn `dead_zone` là 0, như người lái bằng bàn phím buông phím trên đoạn thẳng.
    """
    steps: list[Step] = []
    drive_expert(
        track,
        laps=laps,
        wobble=Wobble(rng, size),
        dead_zone=dead_zone,
        watch=lambda *step: steps.append(Step(*step)),
    )
    return steps


@dataclass(frozen=True)
class Moment:
    """Một thời điểm đã ghi: t giây, ảnh uint8 (3, 160, 320, 3) giữa, trái, phải, lệnh lái, ga, tốc độ mph."""

    t: float
    images: np.ndarray
    steering: float
    throttle: float
    speed: float


def moments(
    track: Track, *, every: int = 1, camera: Camera | None = None, **settings: Any
) -> Iterator[Moment]:
    """Dữ liệu để học: `expert_steps(track, **settings)`, mỗi `every` bước ghi một thời điểm với ba ảnh."""
    camera = camera or Camera(track)
    for step in expert_steps(track, **settings)[::every]:
        yield Moment(step.t, camera.images(step.car), step.steering, step.throttle, step.car.speed)


def record(folder: str | os.PathLike, track: Track, **settings: Any) -> int:
    """Ghi `moments(track, **settings)` vào thư mục dưới dạng của Udacity; trả về số thời điểm."""
    n = 0
    with LogWriter(folder) as log:
        for moment in moments(track, **settings):
            gas, brake = max(moment.throttle, 0.0), max(-moment.throttle, 0.0)
            log.add(moment.t, moment.images, moment.steering, gas, brake, moment.speed)
            n += 1
    return n
