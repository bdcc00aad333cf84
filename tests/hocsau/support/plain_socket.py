"""The simulator's half of the conversation over a bare TCP socket, written from RFC 6455 alone.

It shares no code with the server: not its websocket library, not its framing. Like websocket-sharp, which the
simulator uses, it sends messages in fragments of 1016 bytes.
"""

import base64
import hashlib
import os
import socket
import struct

FRAGMENT = 1016
URL = "/socket.io/?EIO=4&transport=websocket"


class Refused(Exception):
    """The server answered the handshake with another status than 101."""


class Closed(Exception):
    """The server closed the connection."""


class PlainSocket:
    def __init__(self, port, url=URL, headers=(), timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {url} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "User-Agent: websocket-sharp/1.0",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *headers,
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        if status != 101:
            raise Refused(status)
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        assert base64.b64encode(digest) in head

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, text, opcode=1):
        payload = text.encode() if isinstance(text, str) else text
        pieces = [payload[i : i + FRAGMENT] for i in range(0, len(payload), FRAGMENT)] or [b""]
        frames = []
        for i, piece in enumerate(pieces):
            first = (opcode if i == 0 else 0) | (0x80 if i == len(pieces) - 1 else 0)
            size = (
                struct.pack("!BB", first, 0x80 | len(piece))
                if len(piece) < 126
                else struct.pack("!BBH", first, 0x80 | 126, len(piece))
            )
            mask = os.urandom(4)
            long = (mask * (len(piece) // 4 + 1))[: len(piece)]
            masked = (int.from_bytes(piece, "big") ^ int.from_bytes(long, "big")).to_bytes(len(piece), "big")
            frames.append(size + mask + masked)
        self.socket.sendall(b"".join(frames))

    def recv(self):
        """The next text message; pings are answered, a close raises Closed(code)."""
        text = b""
        while True:
            first, second = self._take(2)
            size = second & 127
            if size == 126:
                (size,) = struct.unpack("!H", self._take(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self._take(8))
            assert not second & 0x80  # a server must not mask
            payload = self._take(size)
            opcode = first & 15
            if opcode == 8:
                raise Closed(struct.unpack("!H", payload[:2])[0] if payload else None)
            if opcode == 9:
                self.send(payload, opcode=10)
            elif opcode in (0, 1):
                text += payload
                if first & 0x80:
                    return text.decode()

    def _take(self, n):
        while len(self.buffer) < n:
            self._more()
        taken, self.buffer = self.buffer[:n], self.buffer[n:]
        return taken

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise Closed(None)
        self.buffer += data
