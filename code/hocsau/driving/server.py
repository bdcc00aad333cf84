"""Máy chủ lái xe: phần mềm mô phỏng của Udacity gửi ảnh tới, nó trả lời lệnh lái."""

from __future__ import annotations

import errno
import http
import logging
import re
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from hocsau.driving import protocol
from hocsau.driving.speed import SpeedKeeper
from hocsau.driving.telemetry import Command, Driver
from hocsau.errors import DataError

HOST, PORT = "127.0.0.1", 4567  # where the simulator looks for it
MAX_MESSAGE = 16 * 2**20  # bytes; a longer message closes the connection
MAX_FRAME = 2 * 2**20  # characters; a longer event is answered without being read
SILENCE = 60.0  # seconds without a word: the simulator pings every 25
REPORT = 5.0  # seconds between two lines about the drive
# The simulator sends no Origin, some socket.io clients send this machine's; a page of the web sends its own.
_LOCAL = re.compile(r"https?://(127\.0\.0\.1|localhost)(:\d+)?")


class DriveServer:
    """Máy chủ cho một xe một lúc, ở `host`:`port` (0: cổng nào còn trống).

        with DriveServer(policy, port=4567) as server:
            server.wait()

    policy nhận ảnh uint8 (160, 320, 3), trả về lệnh lái; `say` nhận từng dòng nhật kí. `latencies` giữ số
    giây tính mỗi câu trả lời gần đây. Trang web trên mạng không gọi tới được (Origin lạ bị từ chối).

    Lỗi:
        DataError: cổng bận hoặc không được phép mở, hay không có máy tên ấy.
    """

    def __init__(
        self,
        policy: Callable[[np.ndarray], float],
        host: str = HOST,
        port: int = PORT,
        *,
        say: Callable[[str], None] = print,
        keeper: Callable[[], SpeedKeeper] = SpeedKeeper,
    ) -> None:
        self.policy, self.say, self.keeper = policy, say, keeper
        self.latencies: deque[float] = deque(maxlen=10_000)
        self.answered = 0
        self._seat = threading.Lock()  # one car at a time
        quiet = logging.getLogger("hocsau.driving.websockets")
        quiet.setLevel(logging.CRITICAL + 1)  # a broken handshake is no reason for a traceback
        try:
            self._server: Server = serve(
                self._serve,
                sock=_listen(host, port),
                origins=[None, _LOCAL],
                compression=None,
                process_request=self._admit,
                server_header=None,
                close_timeout=1,
                max_size=MAX_MESSAGE,
                logger=quiet,
            )
        except (OSError, OverflowError, ValueError, TypeError) as error:
            raise DataError(f"không mở được {place(host, port)}: {_why_not(error, host)}") from None
        self.host, self.port = self._server.socket.getsockname()[:2]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> DriveServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()

    def wait(self) -> None:
        """Chờ tới khi bị ngắt (Ctrl+C)."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def p95(self) -> float:
        """95 % câu trả lời được tính xong trong ngần này giây; NaN khi chưa trả lời lần nào."""
        return float(np.quantile(list(self.latencies), 0.95)) if self.latencies else float("nan")

    def _admit(self, connection: ServerConnection, request: Any) -> Any:
        """None lets the handshake go on; a response ends it."""
        address = urlsplit(request.path)
        if address.path.rstrip("/") != "/socket.io":
            return connection.respond(http.HTTPStatus.NOT_FOUND, "Địa chỉ đúng: /socket.io/\n")
        if parse_qs(address.query).get("transport") != ["websocket"]:
            return connection.respond(http.HTTPStatus.BAD_REQUEST, "Chỉ nhận transport=websocket.\n")
        if self._seat.locked():
            self.say("Từ chối một kết nối: đang lái một xe khác.")
            return connection.respond(http.HTTPStatus.SERVICE_UNAVAILABLE, "Đang lái một xe khác.\n")
        return None

    def _serve(self, connection: ServerConnection) -> None:
        if not self._seat.acquire(blocking=False):  # two came in at the same moment
            connection.close(1013, "busy")
            return
        try:
            with self._visit():
                self._converse(connection)
        finally:
            self._seat.release()

    @contextmanager
    def _visit(self) -> Iterator[None]:
        """Say when a car comes and goes, whatever ends the conversation."""
        self.latencies.clear()
        self.answered = 0
        self.say("Phần mềm mô phỏng đã kết nối.")
        try:
            yield
        except ConnectionClosed as closed:
            sent = closed.sent
            if sent is not None and sent.code == 1009:
                self.say(f"Đóng kết nối: có tin dài hơn {MAX_MESSAGE // 2**20} MiB.")
        except TimeoutError:
            self.say(f"Đóng kết nối: {SILENCE:.0f} giây không có tin nào.")
        answered = (
            f"; đã trả lời {self.answered} tin, p95 {1000 * self.p95():.1f} ms" if self.latencies else ""
        )
        self.say(f"Phần mềm mô phỏng đã rời đi{answered}.")

    def _converse(self, connection: ServerConnection) -> None:
        driver = Driver(self.policy, self.say, self.keeper())
        connection.send(protocol.encode_open(secrets.token_hex(10)))
        connection.send(protocol.ENTERED)
        # As the source does: the first command makes the simulator begin to talk.
        connection.send(protocol.encode_event("steer", Command(0.0, 0.0).fields()))
        reported = time.monotonic()
        while True:
            frame = connection.recv(timeout=SILENCE)
            began = time.perf_counter()
            reply = self._reply(driver, frame)
            if reply is None:
                return
            if reply:
                connection.send(reply)
            if reply.startswith("42"):
                self.latencies.append(time.perf_counter() - began)
                self.answered += 1
                if time.monotonic() - reported > REPORT:
                    reported = time.monotonic()
                    self.say(driver.status())

    def _reply(self, driver: Driver, frame: str | bytes) -> str | None:
        """The frame to send back, "" for none, None when the car leaves."""
        if isinstance(frame, bytes):
            driver.safe("khung nhị phân, không phải chữ")
            return ""
        if len(frame) > MAX_FRAME:
            return _steer(driver.safe(f"tin dài {len(frame)} kí tự; tối đa {MAX_FRAME}"))
        try:
            packet = protocol.decode(frame)
        except protocol.ProtocolError as error:
            return _steer(driver.safe(str(error)))
        if packet.kind == "close":
            return None
        if packet.kind == "ping":
            return protocol.encode_pong(packet.text)
        if packet.kind != "event" or packet.name != "telemetry":
            return ""
        if packet.data is None or packet.data == {}:  # someone holds the keys W or S down
            return protocol.encode_event("manual", {})
        return _steer(driver.answer(packet.data))


def place(host: str, port: int) -> str:
    """Máy và cổng viết liền: 127.0.0.1:4567, [::1]:4567."""
    shown = host if host.isprintable() else ascii(host)
    return f"[{shown}]:{port}" if ":" in host else f"{shown}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """A socket of the family that the name stands for: ::1 needs another than 127.0.0.1."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return socket.create_server((host, port), family=found[0][0])


def _why_not(error: Exception, host: str) -> str:
    code = getattr(error, "errno", None)
    if isinstance(error, (socket.gaierror, ValueError, TypeError)):
        return "không có máy nào tên như vậy; hãy bỏ --host để dùng 127.0.0.1 (máy này)"
    if code == errno.EADDRINUSE:
        return (
            "cổng này đang có chương trình khác dùng. Hãy tắt chương trình ấy, hoặc chọn cổng khác bằng "
            "--port (phần mềm mô phỏng chỉ gọi cổng 4567)"
        )
    if code == errno.EADDRNOTAVAIL:
        return f"{host} không phải địa chỉ của máy này; hãy bỏ --host để dùng 127.0.0.1"
    if code in (errno.EACCES, errno.EPERM):
        return "hệ điều hành không cho mở cổng này; hãy chọn một cổng từ 1024 trở lên bằng --port"
    if isinstance(error, OverflowError):
        return "số cổng phải từ 0 đến 65535"
    if code in (errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT):
        return "máy này không dùng được loại địa chỉ ấy; hãy bỏ --host để dùng 127.0.0.1"
    return f"{getattr(error, 'strerror', None) or error}"


def _steer(command: Command) -> str:
    return protocol.encode_event("steer", command.fields())
