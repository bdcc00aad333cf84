"""`hocsau dau "tieng Viet khong dau"`: thêm dấu; không nêu chữ nào thì đọc đầu vào chuẩn, từng dòng."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "dau",
        help="thêm dấu cho chữ Việt không dấu",
        description="Thêm dấu bằng mạng nhỏ của chương 17, không cần Internet. Giữ nguyên chữ đã có dấu, "
        "tiếng lạ, số, địa chỉ, và những dòng không phải tiếng Việt. Máy đoán theo câu, nên có lúc sai: hãy "
        "đọc lại.",
    )
    parser.add_argument(
        "words", nargs="*", metavar="CHỮ", help="câu không dấu; không có thì đọc từng dòng từ đầu vào chuẩn"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """In câu có dấu; đầu vào chuẩn thì dòng nào xong in dòng ấy."""
    from hocsau.cli.console import typed
    from hocsau.text.restorer import shipped_restorer

    network = shipped_restorer()
    if args.words:
        print(network.restore(" ".join(map(typed, args.words))))
        return 0
    if sys.stdin.isatty():
        print("Gõ câu không dấu, mỗi dòng một câu; Ctrl + D (Windows: Ctrl + Z) để thôi.", file=sys.stderr)
    for text in _lines():
        sys.stdout.write(network.restore(text))
        sys.stdout.flush()
    return 0


def _lines() -> Iterator[str]:
    """Whole lines of standard input, as many together as have come: a pipe is answered at once.

    DataError when a line is not UTF-8.
    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # a test or a notebook has put text there
        yield from sys.stdin
        return
    rest, done = b"", 0
    while piece := stream.read1(1 << 18):
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if newline:
            text = _decoded(whole + newline, done)
            done += text.count("\n")
            yield text
    if rest:
        yield _decoded(rest, done)


def _decoded(content: bytes, before: int) -> str:
    from hocsau.errors import DataError

    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = before + content[: error.start].count(b"\n") + 1
        raise DataError(
            f"dòng {line} của đầu vào không phải UTF-8; hãy lưu tệp lại ở bảng mã UTF-8"
        ) from None
