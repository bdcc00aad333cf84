import base64
import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from hocsau.driving.telemetry import Driver, TelemetryError, read_telemetry


def encoded(size=(320, 160), format="JPEG", colour=(90, 120, 60)):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, format)
    return base64.b64encode(content.getvalue()).decode()


def bomb():
    """A PNG whose header claims 60000 × 60000 pixels."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack("!I", len(data)) + body + struct.pack("!I", zlib.crc32(body))

    header = struct.pack("!IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100)))
    return base64.b64encode(content).decode()


def telemetry(**changes):
    good = {"steering_angle": "-1.2500", "throttle": "0.3000", "speed": "14.7300", "image": encoded()}
    return {k: v for k, v in (good | changes).items() if v is not None}


def test_a_good_message():
    seen = read_telemetry(telemetry())
    assert (seen.angle, seen.speed, seen.comma) == (-1.25, 14.73, False)
    assert (
        seen.image.shape == (160, 320, 3) and np.abs(seen.image.mean(axis=(0, 1)) - [90, 120, 60]).max() < 3
    )


@pytest.mark.parametrize(
    ("text", "number", "comma"),
    [("22,1483", 22.1483, True), ("1,234.5000", 1234.5, False), ("-0.5", -0.5, False), (7, 7, False)],
)
def test_numbers_as_windows_writes_them(text, number, comma):
    seen = read_telemetry(telemetry(speed=text))
    assert (seen.speed, seen.comma) == (number, comma)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "không phải object"),
        ("text", "không phải object"),
        (telemetry(speed=None), "thiếu speed"),
        (telemetry(image=None, speed=None), "thiếu speed, image"),
        (telemetry(speed="NaN"), "speed = 'NaN' không phải là số"),
        (telemetry(speed=float("nan")), "speed = nan không hữu hạn"),
        (telemetry(speed="1e999"), "speed = inf"),
        (telemetry(speed=10**400), "speed = inf"),
        (telemetry(speed="1" * 5000), "không phải là số"),
        (telemetry(speed=[1]), "speed có kiểu list"),
        (telemetry(speed=True), "speed có kiểu bool"),
        (telemetry(steering_angle="left"), "steering_angle = 'left'"),
        (telemetry(image=17), "image có kiểu int"),
        (telemetry(image="%%%"), "không phải base64"),
        (telemetry(image="ảnh"), "không phải base64"),
        (telemetry(image=""), "ảnh hỏng"),
        (telemetry(image=encoded()[:400]), "ảnh hỏng"),
        (telemetry(image=base64.b64encode(b"GIF89a" + bytes(50)).decode()), "ảnh hỏng"),
        (telemetry(image=encoded((640, 480))), "ảnh cỡ 640×480; cần 320×160"),
        (telemetry(image=bomb()), "ảnh"),
        (telemetry(image="A" * 1_000_001), "tối đa 1000000"),
        (telemetry(image=encoded(format="BMP")), "ảnh hỏng"),
    ],
)
def test_malformed_telemetry_is_answered_by_throttle_zero_and_a_line(data, says):
    with pytest.raises(TelemetryError, match=says):
        read_telemetry(data)
    said = []
    driver = Driver(lambda image: 0.4, said.append)
    driver.answer(telemetry())
    command = driver.answer(data)
    assert (command.steering, command.throttle) == (0.4, 0)
    assert len(said) == 1 and says in said[0]


def test_the_policy_gets_the_image_and_its_answer_is_sent_with_the_throttle_of_the_source():
    driver = Driver(lambda image: image[0, 0, 0] / 255, print)
    command = driver.answer(telemetry(image=encoded(colour=(51, 0, 0)), speed="10"))
    assert command.steering == pytest.approx(0.2, abs=0.02)
    assert command.throttle == pytest.approx(1 - command.steering**2 - (10 / 25) ** 2)


def test_answers_are_written_as_the_simulators_computer_reads_them():
    driver = Driver(lambda image: 0.25, print)
    assert driver.answer(telemetry()).fields()["steering_angle"] == "0.250000"
    fields = driver.answer(telemetry(speed="14,7300", steering_angle="0,0000")).fields()
    assert fields["steering_angle"] == "0,250000" and "," in fields["throttle"]


@pytest.mark.parametrize(
    "policy", [lambda image: float("nan"), lambda image: float("inf"), lambda image: 1 / 0]
)
def test_a_broken_network_stops_the_car(policy):
    said = []
    assert Driver(policy, said.append).answer(telemetry()).throttle == 0
    assert "model" in said[0]


def test_steering_is_cut_to_the_wheel():
    assert Driver(lambda image: -7.0, print).answer(telemetry()).steering == -1


def test_the_same_complaint_is_not_repeated_for_every_message():
    said = []
    driver = Driver(lambda image: 0.0, said.append)
    for _ in range(100):
        driver.answer({})
    assert 1 < len(said) < 5 and driver.failures == 100
