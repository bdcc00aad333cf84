import os
import signal
import socket
import subprocess
import sys

import numpy as np
import pytest

from hocsau.cli import main
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
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        # whoever started the tests may ignore SIGINT (nohup, `&` in a script), which is inherited
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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
            try:
                code = process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()  # a failure, not a wait without end
                raise
        assert code == 130
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


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("không-có-máy-này.invalid", "không có máy nào tên như vậy"),
        ("a\0b", "không có máy nào tên như vậy"),
        ("x" * 70, "không có máy nào tên như vậy"),
        ("192.0.2.1", "không phải địa chỉ của máy này"),  # kept for documentation, nobody's
    ],
)
def test_hosts_that_cannot_be(capsys, model, host, says):
    assert main(["drive", str(model), "--host", host, "--port", "0"]) == 2
    err = capsys.readouterr().err
    assert says in err and "Có chương trình nào" not in err and "\0" not in err


def test_a_port_in_use(capsys, model):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        assert main(["drive", str(model), "--port", str(busy.getsockname()[1])]) == 2
    assert "đang có chương trình khác dùng" in capsys.readouterr().err


@pytest.mark.skipif(not socket.has_ipv6, reason="needs IPv6")
def test_the_newer_address_of_this_machine():
    from hocsau.driving.server import DriveServer, place

    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no ::1")
    with DriveServer(lambda image: 0.0, "::1", 0, say=lambda line: None) as server:
        assert place(server.host, server.port) == f"[::1]:{server.port}"
        socket.create_connection(("::1", server.port), timeout=5).close()


def test_a_missing_model(hocsau):
    done = hocsau("drive", "none.npz")
    assert done.returncode == 2 and "không có tệp none.npz" in done.stderr
