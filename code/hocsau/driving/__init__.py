"""Xe tự lái thu nhỏ: đường đua, xe, camera, nhật kí theo dạng Udacity, làm giàu dữ liệu, máy chủ lái xe.

from hocsau.driving import Camera, drive, load_track
track = load_track("rung")
run = drive(track, policy, laps=3)  # policy: ảnh (160, 320, 3) -> lệnh lái trong [−1, 1]
run.max_offset, run.stayed
"""

from hocsau.driving.augmentation import (
    augment,
    balance,
    batches,
    brighten,
    build,
    flip,
    shade,
    shift,
    side_steering,
)
from hocsau.driving.camera import CAMERAS, Camera
from hocsau.driving.car import Car
from hocsau.driving.expert import Wobble, pursue
from hocsau.driving.log import DrivingLog, LogWriter, read_log
from hocsau.driving.prepare import preprocess, to_input
from hocsau.driving.simulator import (
    Drive,
    Moment,
    Step,
    drive,
    drive_expert,
    expert_steps,
    moments,
    record,
    start,
)
from hocsau.driving.speed import SpeedKeeper
from hocsau.driving.track import TRACKS, Track, load_track, make_track

__all__ = [
    "CAMERAS",
    "TRACKS",
    "Camera",
    "Car",
    "Drive",
    "DrivingLog",
    "LogWriter",
    "Moment",
    "SpeedKeeper",
    "Step",
    "Track",
    "Wobble",
    "augment",
    "balance",
    "batches",
    "brighten",
    "build",
    "drive",
    "drive_expert",
    "expert_steps",
    "flip",
    "load_track",
    "make_track",
    "moments",
    "preprocess",
    "pursue",
    "read_log",
    "record",
    "shade",
    "shift",
    "side_steering",
    "start",
    "to_input",
]
