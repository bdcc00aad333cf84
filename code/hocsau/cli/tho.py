"""`hocsau tho [--open "Trăm năm trong cõi người ta"]`: viết tiếp lục bát, và chấm theo luật thơ."""

from __future__ import annotations

import argparse
from typing import Any

MOST = 1000


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "tho",
        help="viết tiếp thơ lục bát và chấm theo luật",
        description="Viết tiếp thơ lục bát bằng mạng nhỏ của chương 17, học từ Truyện Kiều; rồi chấm "
        "theo luật thơ. Máy giữ luật, không giữ nghĩa.",
    )
    parser.add_argument(
        "--open", metavar="CÂU", help="các câu mở đầu, cách nhau bằng «/»; không có thì máy tự mở đầu"
    )
    parser.add_argument(
        "--lines", type=_count, default=4, metavar="N", help="viết thêm mấy câu (mặc định: 4)"
    )
    parser.add_argument(
        "--temperature",
        type=_positive,
        default=0.8,
        metavar="T",
        help="nhỏ thì chắc mà lặp, lớn thì lạ mà liều (mặc định: 0.8)",
    )
    parser.add_argument(
        "--seed", type=_seed, metavar="SỐ", help="cùng số thì cùng bài; không nêu thì mỗi lần một bài"
    )
    parser.add_argument("--free", action="store_true", help="để mạng viết tự do, không ép theo luật")
    parser.set_defaults(run=run)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None


def _count(text: str) -> int:
    value = _whole(text)
    if value is None or not 1 <= value <= MOST:
        raise argparse.ArgumentTypeError(f"«{text}» không phải số câu; cần số nguyên từ 1 đến {MOST}")
    return value


def _seed(text: str) -> int:
    value = _whole(text)
    if value is None:
        raise argparse.ArgumentTypeError(f"«{text}» không dùng được; cần số nguyên không âm")
    return value


def _positive(text: str) -> float:
    from hocsau.data.formats.number import one_number

    value = one_number(text)
    if value is None or not 0 < value <= 10:
        raise argparse.ArgumentTypeError(f"«{text}» không phải nhiệt độ; cần một số lớn hơn 0, không quá 10")
    return value


def run(args: argparse.Namespace) -> int:
    """In bài thơ, một dòng trống, rồi mỗi luật một dòng."""
    import numpy as np

    from hocsau.cli.console import typed
    from hocsau.errors import DataError
    from hocsau.text.metre import RULES, score_verses
    from hocsau.text.poet import capitalised, shipped_poet

    opening = "" if args.open is None else typed(args.open).replace("/", "\n")
    if args.open is not None and not opening.strip():
        raise DataError("--open rỗng; hãy nêu một câu, hay bỏ --open để máy tự mở đầu")
    writer = shipped_poet()
    try:
        verses = writer.write(
            opening,
            args.lines,
            np.random.default_rng(args.seed).random,
            temperature=args.temperature,
            lawful=not args.free,
        )
    except ValueError as error:
        raise DataError(str(error)) from None
    for verse in verses:
        print(capitalised(verse))
    print()
    for rule, score in score_verses(verses).items():
        if score.places:
            print(f"{rule}: {score.kept}/{score.places} — {RULES[rule]}")
    return 0
