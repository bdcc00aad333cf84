"""Chạy hàm của bạn đọc: bắt lỗi, đếm số bước đã chạy (vòng lặp vô tận thì dừng), giữ lại chữ nó in ra."""

import io
import sys
import sysconfig
import traceback
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from hocsau.exercises.verdict import wrong

MOST_STEPS = 1_000_000  # a second or two under the counter; the exercises need a few thousand
_LIBRARIES = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
_MEANING = {
    "NameError": "có một tên chưa được đặt (gõ nhầm chữ?)",
    "UnboundLocalError": "một biến được dùng trước khi có giá trị",
    "TypeError": "hai thứ không cùng kiểu, hoặc gọi hàm sai số tham số",
    "IndexError": "chỉ số vượt ra ngoài",
    "KeyError": "dictionary không có key ấy",
    "ZeroDivisionError": "chia cho 0",
    "AttributeError": "thứ này không có thuộc tính hay hàm con ấy",
    "ValueError": "đúng kiểu nhưng giá trị hay shape không hợp",
    "RecursionError": "hàm tự gọi lại mình mãi",
    "ModuleNotFoundError": "không có thư viện tên ấy",
}


class _TooLong(BaseException):
    """Not an Exception, so that the reader's own `except Exception` does not hold it."""


@dataclass(frozen=True)
class Ran:
    """Một lần chạy: kết quả, chữ đã in, số bước (lệnh nhỏ nhất của Python) đã chạy."""

    result: Any
    printed: str
    steps: int


def run(function: Callable[..., Any], args: Sequence[Any], said: str) -> Ran:
    """Gọi function(*args); `said` là câu nói các tham số, đứng đầu lời báo.

    Lỗi:
        NotRight: hàm báo lỗi (kèm dòng gây lỗi) hoặc chạy mãi không dừng. KeyboardInterrupt vẫn đi qua.
    """
    printed, counter = io.StringIO(), _Counter(MOST_STEPS)
    before = sys.gettrace()
    try:
        with redirect_stdout(printed), np.errstate(all="ignore"):
            sys.settrace(counter.trace)
            try:
                result = function(*args)
            finally:
                sys.settrace(before)
    except _TooLong:
        raise wrong(f"{said}: hàm chạy mãi không dừng. Vòng lặp của bạn có bao giờ kết thúc không?") from None
    except (Exception, SystemExit) as error:
        raise wrong(f"{said}: hàm dừng giữa chừng vì lỗi {_reading(error)}") from None
    return Ran(result, printed.getvalue(), counter.count)


class _Counter:
    """Counts the steps that run in the reader's code, not those of libraries.

    A step is an instruction, not a line: `while True: pass` stays on one line for ever.
    """

    def __init__(self, most: int) -> None:
        self.most, self.count = most, 0

    def trace(self, frame: FrameType, event: str, _arg: Any) -> Any:
        if frame.f_code.co_filename.startswith((*_LIBRARIES, "<frozen")):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.count += 1
            if self.count > self.most:
                raise _TooLong
        return self.trace


def _reading(error: BaseException) -> str:
    name = type(error).__name__
    try:
        text = str(error)
    except Exception:  # the reader's own class of error may be broken too
        text = ""
    meaning = next((_MEANING[c.__name__] for c in type(error).__mro__ if c.__name__ in _MEANING), "")
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename != __file__ and not frame.filename.startswith(_LIBRARIES)
    ]
    line = f"\n    dòng {frames[-1].lineno}: {frames[-1].line}" if frames and frames[-1].line else ""
    return f"{name}{f' ({meaning})' if meaning else ''}{f': {text}' if text else ''}{line}"
