"""The server, spoken to with the very frames that the simulator sends, over a bare socket."""

import base64
import io
import json
import os
import time

import numpy as np
import pytest
from PIL import Image
from plain_socket import URL, Closed, PlainSocket, Refused

from hocsau.driving import start
from hocsau.driving.pilot import load_pilot
from hocsau.driving.server import DriveServer
from hocsau.errors import DataError


def frame(image, speed=12.0, angle=0.0):
    content = io.BytesIO()
    Image.fromarray(image).save(content, "JPEG")
    data = {
        "steering_angle": f"{angle:.4f}",
        "throttle": "0.0000",
        "speed": f"{speed:.4f}",
        "image": base64.b64encode(content.getvalue()).decode(),
    }
    return f"42{json.dumps(['telemetry', data], separators=(',', ':'))}"


GREY = frame(np.full((160, 320, 3), 128, dtype=np.uint8))


def brightness(image):
    return image.mean() / 255 - 0.5


@pytest.fixture
def said():
    return []


@pytest.fixture
def server(said):
    with DriveServer(brightness, port=0, say=said.append) as server:
        yield server


def greeted(client):
    """Read what the server says first: what the simulator waits for before it drives."""
    opening = client.recv()
    assert opening[0] == "0" and json.loads(opening[1:])["sid"]
    assert client.recv() == "40"
    assert client.recv() == '42["steer",{"steering_angle":"0.000000","throttle":"0.000000"}]'
    return client


def steer(client):
    name, fields = json.loads(client.recv().removeprefix("42"))
    assert name == "steer" and all(isinstance(v, str) for v in fields.values())
    return float(fields["steering_angle"]), float(fields["throttle"])


def test_a_session_of_the_simulator(server, said):
    with PlainSocket(server.port) as client:
        client.send(GREY)  # the simulator talks as soon as the websocket is open, and again on "0{…}"
        greeted(client)
        assert steer(client) == pytest.approx((128 / 255 - 0.5, 1 - (12 / 25) ** 2), abs=1e-3)
        client.send("2")
        assert client.recv() == "3"
        client.send('42["telemetry",null]')
        assert client.recv() == '42["manual",{}]'
        white = np.full((160, 320, 3), 255, dtype=np.uint8)
        client.send(frame(white, speed=26))
        assert steer(client) == pytest.approx((0.5, -1))
        client.send("41")
        client.send("1")
        with pytest.raises(Closed):
            client.recv()
    _until(lambda: any("đã rời đi; đã trả lời 3 tin" in line for line in said))


MALFORMED = [
    "42",
    '42["telemetry",{"speed":"1"}]',
    '42["telemetry",[1,2]]',
    GREY.replace('"12.0000"', '"NaN"'),
    GREY.replace('"12.0000"', "NaN"),
    GREY[:200] + '"}]',
    GREY.replace('"image":"', '"image":"%'),
    "42" + "[" * 50_000,
    f'42["telemetry",{{"image":"{"A" * 3_000_000}"}}]',
]


def test_malformed_frames_get_a_safe_command_and_the_next_good_one_a_real_one(server, said):
    with PlainSocket(server.port) as client:
        greeted(client)
        for bad in MALFORMED:
            client.send(bad)
            assert steer(client)[1] == 0, bad[:60]
            client.send(GREY)
            assert steer(client)[1] > 0
    assert len([line for line in said if "Tin hỏng thứ" in line]) == len(MALFORMED)


def test_frames_that_ask_for_nothing_get_nothing(server):
    with PlainSocket(server.port) as client:
        greeted(client)
        for quiet in ("40", "3", "6", '42["hello",{}]', "99"):
            client.send(quiet)
        client.send(b"\x00\x01", opcode=2)
        client.send("2")
        assert client.recv() == "3"


def test_a_message_beyond_all_bounds_closes_the_connection_and_the_server_lives(server, said):
    with PlainSocket(server.port) as client:
        greeted(client)
        with pytest.raises((Closed, OSError)):
            client.send("4" * 17_000_000)
            client.recv()
    with _again(server.port) as client:
        client.send(GREY)
        assert steer(client)[1] > 0
    assert any("16 MiB" in line for line in said)


def test_bytes_that_are_no_utf8_close_only_their_own_connection(server):
    with PlainSocket(server.port) as client:
        greeted(client)
        client.send(b"42\xff\xfe")
        with pytest.raises(Closed, match="1007"):
            client.recv()
    _again(server.port).socket.close()


def test_one_car_at_a_time(server, said):
    with PlainSocket(server.port) as client:
        greeted(client)
        with pytest.raises(Refused, match="503"):
            PlainSocket(server.port)
        client.send(GREY)
        steer(client)
    assert any("đang lái một xe khác" in line for line in said)
    with _again(server.port) as client:  # the seat is free again
        client.send(GREY)
        steer(client)


@pytest.mark.parametrize(
    ("url", "headers", "status"),
    [
        ("/", (), "404"),
        ("/socket.io/?EIO=4&transport=polling", (), "400"),
        (URL, ("Origin: http://example.com",), "403"),
        (URL, ("Origin: http://localhost.example.com",), "403"),
    ],
)
def test_who_is_turned_away(server, url, headers, status):
    with pytest.raises(Refused, match=status):
        PlainSocket(server.port, url, headers)


def test_nonsense_instead_of_http_leaves_the_server_alive(server):
    import socket

    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(b"\x16\x03\x01\x02\x00nonsense\r\n\r\n")
        raw.recv(100)
    _again(server.port).socket.close()


def test_loopback_by_default_and_a_busy_port_is_explained(server):
    assert server.host == "127.0.0.1"
    with pytest.raises(DataError, match="phần mềm mô phỏng chỉ gọi cổng 4567"):
        DriveServer(brightness, port=server.port)


def lap(track, camera, policy, seconds, said):
    """Round trips and offsets of so many seconds of driving through the socket. Camera and car are ours."""
    times, offsets, car = [], [], start(track, 0, speed=10)
    with DriveServer(policy, port=0, say=said.append) as server, PlainSocket(server.port) as client:
        greeted(client)
        began = pinged = time.perf_counter()
        while time.perf_counter() - began < seconds:
            content = frame(camera.image(car), car.speed, 25 * car.steering)
            sent = time.perf_counter()
            client.send(content)
            steering, throttle = steer(client)
            times.append(time.perf_counter() - sent)
            car = car.step(steering, throttle)
            offsets.append(abs(float(track.locate([car.x, car.y])[1])))
            if sent - pinged > 1:
                pinged = sent
                client.send("2")
                assert client.recv() == "3"
    return times, offsets


def test_drives_our_own_track_through_the_socket(track, camera, said, capsys):
    """HOCSAU_DRIVE_SECONDS=60 drives for a minute and prints what it measured."""
    seconds, policy = float(os.environ.get("HOCSAU_DRIVE_SECONDS", "2")), load_pilot()
    for _ in range(4):  # a busy machine is slow now and then: the best of a few drives counts
        times, offsets = lap(track, camera, policy, seconds, said)
        p95, p50 = np.quantile(times, [0.95, 0.5])
        with capsys.disabled():
            print(
                f"\n{seconds:g} s: {len(times)} messages answered, round trip p50 {1e3 * p50:.1f} ms, "
                f"p95 {1e3 * p95:.1f} ms, worst {1e3 * max(times):.1f} ms; offset {max(offsets):.2f} m"
            )
        if len(times) > 10 * seconds and p95 < 0.1:
            break
    assert len(times) > 10 * seconds and p95 < 0.1
    assert max(offsets) < 1
    assert not [line for line in said if "Bỏ qua" in line]


def _until(condition, seconds=5):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def _again(port):
    """Connect once the seat is free: the server notices a client's leaving a moment later."""
    end = time.monotonic() + 5
    while True:
        try:
            return greeted(PlainSocket(port))
        except Refused:
            assert time.monotonic() < end
            time.sleep(0.02)
