"""Khung chấm: một giá trị (`check_value`), một hàm (`check_function`), và `graded` bọc mọi hàm check_…"""

import copy
import inspect
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import numpy as np

from hocsau.exercises.compare import RTOL, difference, same
from hocsau.exercises.running import Ran, run
from hocsau.exercises.shown import kind, show
from hocsau.exercises.verdict import NotRight, right, wrong

Hints = Sequence[tuple[Any, str]]


def graded(check: Callable[[Any], None]) -> Callable[[Any], None]:
    """Bọc một hàm check_…: câu trả lời lạ đến đâu cũng chỉ ra `NotRight`, không ra lỗi nào khác."""

    @wraps(check)
    def safely(answer: Any) -> None:
        try:
            check(answer)
        except NotRight:
            raise
        except Exception as error:  # an answer whose own methods fail; a right one never gets here
            name = type(error).__name__
            raise wrong(
                f"Không đọc được câu trả lời này ({name}). Nó có đúng kiểu mà đề hỏi không?"
            ) from error

    return safely


def check_value(
    answer: Any, expected: Any, what: str = "Câu trả lời", *, hints: Hints = (), rtol: float = RTOL
) -> None:
    """Chấm một giá trị. hints: các cặp (giá trị hay bị nhầm, lời nhắc).

    Lỗi:
        NotRight: nói sai kiểu, sai shape hay sai giá trị.
    """
    why = difference(answer, expected, rtol)
    if why:
        hint = next((f" Gợi ý: {text}." for value, text in hints if _agrees(answer, value, rtol)), "")
        raise wrong(f"{what} {why}.{hint}")
    right(f"{what} là {show(answer)}.")


def check_function(
    answer: Any,
    call: str,
    reference: Callable[..., Any],
    cases: Sequence[tuple[Any, ...]],
    *,
    hints: Sequence[tuple[Callable[..., Any], str]] = (),
    rtol: float = RTOL,
    atol: float = 0.0,
    most_steps: int | None = None,
    fresh: bool = False,
) -> None:
    """Chấm một hàm: gọi nó với từng bộ tham số, so với `reference`.

    Tham số:
        call: cách gọi, như "mean(numbers)", để nói tên tham số trong lời báo.
        cases: các bộ tham số (tuple); hàm nhận bản sao nên có sửa cũng không hỏng lần sau.
        hints: các cặp (hàm hay bị viết nhầm, lời nhắc): nhắc khi mọi lần thử cho đến lúc sai đều ra cùng kết
            quả.
        atol: kết quả là một số thì lệch chừng ấy vẫn coi là đúng (cho đáp án bằng 0).
        most_steps: số bước tối đa mỗi lần gọi (bài yêu cầu không dùng vòng lặp).
        fresh: kết quả phải là vật mới, không được là chính tham số.

    Lỗi:
        NotRight: câu trả lời không phải hàm, sai số tham số, báo lỗi, chạy mãi, quên return, sửa tham số, sai
            kiểu, sai shape, sai giá trị, hoặc gọi lại lần nữa thì ra khác.
    """
    name, names = _parse(call)
    need_function(answer, name, len(names), call)
    possible = list(hints)
    for args in [*cases, cases[0]]:  # the first again: a function that remembers is found
        said = "Với " + ", ".join(f"{n} = {show(a)}" for n, a in zip(names, args, strict=True))
        given = copy.deepcopy(args)
        ran = run(answer, given, said)
        changed = [n for n, a, b in zip(names, given, args, strict=True) if not same(a, b)]
        if changed:
            raise wrong(
                f"{said}: hàm đã sửa mất tham số {changed[0]} của người gọi. "
                "Hãy tạo cái mới thay vì sửa tại chỗ."
            )
        expected = reference(*copy.deepcopy(args))
        why = returned_nothing(ran, expected) or difference(ran.result, expected, rtol)
        if why and _near(ran.result, expected, atol):
            why = None
        # a hint is only for an answer that agrees with the usual mistake in every case so far
        possible = [(f, text) for f, text in possible if _agrees(ran.result, _quietly(f, args), rtol)]
        if why:
            hint = f" Gợi ý: {possible[0][1]}." if possible else ""
            raise wrong(f"{said}: kết quả {why}.{hint}")
        if fresh and any(ran.result is a for a in given):
            raise wrong(f"{said}: hàm trả về chính tham số, không phải một bản mới.")
        if most_steps is not None and ran.steps > most_steps:
            raise wrong(
                f"Kết quả đúng, nhưng hàm phải chạy {ran.steps} bước nhỏ: vẫn còn vòng lặp qua từng phần tử. "
                "Hãy để numpy làm trên cả mảng."
            )
    right(f"{name} trả lời đúng cả {len(cases)} lần thử.")


def need_function(answer: Any, name: str, count: int, call: str) -> None:
    """Báo NotRight nếu answer không phải hàm nhận được `count` tham số."""
    if answer is None or answer is Ellipsis or not callable(answer):
        given = kind(answer) if answer is None or answer is Ellipsis else f"{kind(answer)} {show(answer)}"
        raise wrong(
            f"Cần chính hàm {name} của bạn: viết tên hàm, không có cặp ngoặc phía sau. Bạn đưa vào {given}."
        )
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some built-in functions do not tell
        return
    try:
        signature.bind(*range(count))
    except TypeError:
        has = f"hàm của bạn nhận ({', '.join(signature.parameters)})"
        raise wrong(f"Hàm phải gọi được như {call}, tức là nhận {count} tham số; {has}.") from None


def returned_nothing(ran: Ran, expected: Any) -> str | None:
    """Lời nhắc khi hàm quên return (và có khi chỉ in ra), None nếu không phải chuyện ấy."""
    if ran.result is None and expected is not None:
        if ran.printed.strip():
            return (
                f"không có: hàm in ra {show(ran.printed.strip())} nhưng không trả về. Thay print bằng return"
            )
        return "là None: hàm không trả về gì, có lẽ bạn quên return (hoặc có nhánh if chưa return)"
    return None


def _parse(call: str) -> tuple[str, list[str]]:
    match = re.fullmatch(r"(\w+)\((.*)\)", call)
    assert match, call
    return match[1], re.findall(r"\w+", match[2])


def _quietly(function: Callable[..., Any], args: Sequence[Any]) -> Any:
    try:
        with np.errstate(all="ignore"):
            return function(*copy.deepcopy(args))
    except Exception:  # a usual mistake that cannot handle this case is not the one made here
        return Ellipsis


def _agrees(found: Any, mistaken: Any, rtol: float) -> bool:
    if _is_nan(found) and _is_nan(mistaken):  # to difference a NaN is no number at all
        return True
    return mistaken is not Ellipsis and difference(found, mistaken, rtol) is None


def _is_nan(value: Any) -> bool:
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def _near(found: Any, expected: Any, atol: float) -> bool:
    numbers = all(isinstance(value, float | np.floating) for value in (found, expected))
    return numbers and bool(abs(found - expected) <= atol)
