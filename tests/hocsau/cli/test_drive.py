import os
import signal
import socket
import subprocess
import sys

import numpy as np
import pytest

from hocsau.driving.pilot import save_pilot
from hocsau.torch import PilotNet


@pytest.fixture
def model(tmp_path):
    save_pilot(tmp_path / "pilot.npz", PilotNet(rng=np.random.default_rng(0)))
    return tmp_path / "pilot.npz"


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_waits_for_the_simulator_and_stops_at_ctrl_c(model):
    command = [sys.executable, "-m", "hocsau", "drive", str(model), "--port", "0"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=environment
    ) as process:
        line = process.stdout.readline()
        try:
            assert line.startswith("Đang chờ phần mềm mô phỏng ở 127.0.0.1:")
            port = int(line.split("127.0.0.1:")[1].split()[0])
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                client.recv(100)
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read().strip() == "Đã dừng theo yêu cầu."


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "99999"], "«99999» không phải số cổng"),
        (["--port", "-1"], "không phải số cổng"),
        (["--fastest", "0"], "không phải tốc độ"),
        (["--slowest", "30"], "--slowest 30 lớn hơn --fastest 25"),
    ],
)
def test_bad_settings(hocsau, model, arguments, says):
    done = hocsau("drive", model, *arguments)
    assert done.returncode == 2 and says in done.stderr


def test_a_missing_model(hocsau):
    done = hocsau("drive", "none.npz")
    assert done.returncode == 2 and "không có tệp none.npz" in done.stderr
