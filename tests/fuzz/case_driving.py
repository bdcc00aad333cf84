"""Driving logs and messages of the simulator."""

import base64
import io
import json
import math

import numpy as np
from judge import Fault, agree, read
from mutate import ODD, spoil, spoil_json
from PIL import Image

from hocsau.driving import protocol, read_log
from hocsau.driving.telemetry import Driver

HEADER = "center,left,right,steering,throttle,brake,speed"
PICTURE = io.BytesIO()
Image.new("RGB", (320, 160), (90, 120, 60)).save(PICTURE, "JPEG", quality=5)
IMAGE = base64.b64encode(PICTURE.getvalue()).decode()


def log(rng, path):
    where = str(rng.choice(["IMG/", "C:\\a\\IMG\\", "C:/a/IMG/", "~/", "D:IMG\\", ""]))
    numbers = np.round(rng.uniform(-1, 1, (4, 4)), int(rng.integers(0, 7)))
    numbers[:, 2] = 0
    lines = [HEADER] if rng.random() < 0.5 else []
    sep, point = str(rng.choice([", ", ",", ";", "\t"])), "."
    if sep in ";\t":
        lines = [line.replace(",", sep) for line in lines]
        point = str(rng.choice([".", ","]))
    images = [f"{where}{camera}.jpg" for camera in "clr"]
    lines += [sep.join(images + [repr(float(v)).replace(".", point) for v in row]) for row in numbers]
    text = "\n".join(lines) + "\n"
    whole = rng.random() < 0.4
    path.write_bytes(text.encode() if whole else spoil(rng, text.encode(), 3))
    return lambda: _check_log(path, numbers if whole else None)


def _check_log(path, expected):
    found = read(path, read_log)
    if found is not None:
        agree(np.isfinite(found.speed).all() and (abs(found.steering) <= 1).all(), "a number out of place")
    if expected is not None:
        agree(found is not None, "a whole log is refused")
        agree(
            np.array_equal(np.column_stack([found.steering, found.throttle]), expected[:, :2]),
            "other numbers",
        )


def telemetry(rng, path):
    data = {"steering_angle": "-1.25", "throttle": "0.3", "speed": "14.73", "image": IMAGE}
    if rng.random() < 0.3:
        data["image"] = base64.b64encode(spoil(rng, PICTURE.getvalue())).decode()
    if rng.random() < 0.5:
        data = spoil_json(rng, data)
    if rng.random() < 0.3:
        name = str(rng.choice(["speed", "steering_angle"]))
        data[name] = str(rng.choice(["1e300", "-1e308", "1e999", "1,234.5", "22,5", "9" * 400, "1e200"]))
    frame = f"42{json.dumps(['telemetry', data])}"
    path.write_bytes(spoil(rng, frame.encode()) if rng.random() < 0.3 else frame.encode())
    return lambda: _check_telemetry(path)


def _check_telemetry(path):
    try:
        packet = protocol.decode(path.read_bytes().decode("utf-8", "replace"))
    except protocol.ProtocolError:
        return
    except Exception as error:
        raise Fault(f"{type(error).__name__}: {error}") from error
    said = []
    try:
        for data in (packet.data, *ODD):
            command = Driver(lambda image: 0.5, said.append).answer(data)
            agree(
                all(math.isfinite(v) and abs(v) <= 1 for v in (command.steering, command.throttle)),
                "no command",
            )
    except (ArithmeticError, ValueError, TypeError, KeyError) as error:
        raise Fault(f"{type(error).__name__}: {error}") from error
    agree(not any("Error" in line for line in said), f"English: {said}")
