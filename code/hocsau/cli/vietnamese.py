"""Những câu của chính argparse, bằng tiếng Việt."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

MESSAGES = {
    "usage: ": "cách dùng: ",
    "positional arguments": "tham số",
    "options": "tuỳ chọn",
    "subcommands": "các lệnh",
    "show this help message and exit": "in phần trợ giúp này rồi thoát",
    "show program's version number and exit": "in phiên bản rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: lỗi: %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s: cảnh báo: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu tham số: %s",
    "one of the arguments %s is required": "cần một trong các tham số: %s",
    "unrecognized arguments: %s": "không hiểu tham số: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s có thể là %(matches)s: hãy viết đủ",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r không có; chọn một trong: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "%(value)r không có; ý bạn là %(suggestion)r? Chọn một trong: %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r không hợp lệ (cần %(type)s)",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "không có lệnh %(parser_name)r; chọn một trong: %(choices)s"
    ),
    "expected one argument": "cần đúng một giá trị theo sau",
    "expected at most one argument": "chỉ nhận nhiều nhất một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị theo sau",
    "expected %s argument": "cần %s giá trị theo sau",
    "expected %s arguments": "cần %s giá trị theo sau",
    "not allowed with argument %s": "không dùng cùng %s được",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "option '%(option)s' is deprecated": "tuỳ chọn '%(option)s' sẽ bị bỏ",
    "argument '%(argument_name)s' is deprecated": "tham số '%(argument_name)s' sẽ bị bỏ",
    "command '%(parser_name)s' is deprecated": "lệnh '%(parser_name)s' sẽ bị bỏ",
    "%(heading)s:": "%(heading)s:",
    " (default: %(default)s)": " (mặc định: %(default)s)",
    "can't open '%(filename)s': %(error)s": "không mở được '%(filename)s': %(error)s",
}


@contextmanager
def vietnamese_argparse() -> Iterator[None]:
    """Trong khối `with`, argparse nói tiếng Việt; câu nào lạ thì giữ nguyên tiếng Anh.

    argparse looks every message up through the module's own names `_` and `ngettext`; a catalogue
    installed for gettext would need LANGUAGE set for the whole process.
    """
    before = argparse._, argparse.ngettext
    argparse._ = lambda message: MESSAGES.get(message, message)
    argparse.ngettext = lambda one, many, n: MESSAGES.get(one if n == 1 else many, one if n == 1 else many)
    try:
        yield
    finally:
        argparse._, argparse.ngettext = before
