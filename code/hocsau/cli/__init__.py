"""Lệnh `hocsau`. Mỗi lệnh con là một module có `add(subparsers)` và `run(args) -> int`."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from hocsau.cli.console import use_utf8
from hocsau.cli.vietnamese import vietnamese_argparse
from hocsau.errors import DataError, DivergenceError

COMMANDS = tuple("doctor data fit train classify detect segment dau tho gradcheck drive".split())
OK, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Chạy lệnh và trả về mã thoát: 0 tốt, 1 có điều cần sửa, 2 đầu vào sai."""
    use_utf8()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its English notice about a folder for its cache
    with vietnamese_argparse():
        args = _parser().parse_args(argv)
    try:
        code = args.run(args)
        sys.stdout.flush()
    except DataError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return BAD_INPUT
    except DivergenceError as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return FAILED
    except ModuleNotFoundError as error:
        print(f"Lỗi: thiếu thư viện {error.name}. Chạy hocsau doctor để biết cách cài.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has had enough. Nothing may be written when Python flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code


def _parser():
    import argparse

    import hocsau

    parser = argparse.ArgumentParser(
        prog="hocsau", description="Công cụ đi kèm sách «Học sâu — sách tương tác».", allow_abbrev=False
    )
    parser.add_argument(
        "--version", action="version", version=f"hocsau {hocsau.__version__}", help="in phiên bản rồi thoát"
    )
    subparsers = parser.add_subparsers(title="các lệnh", metavar="LỆNH", required=True)
    for name in COMMANDS:
        import_module(f"hocsau.cli.{name}").add(subparsers)
    return parser
