"""Gom các mục kiểm tra thành một báo cáo."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from hocsau.doctor.finding import BAD, Finding

# Imported one by one when needed: a missing library must not keep the others from reporting.
CHECKS = ("packages", "hardware", "data", "pictures", "browser")


def diagnose(checks: Sequence[str] = CHECKS) -> list[Finding]:
    """Mọi điều đã xem. Một mục tự nó hỏng thì thành một dòng «cần sửa», không làm dừng báo cáo.

    Tham số:
        checks: tên các mục cần xem, lấy trong CHECKS (mặc định: tất cả).

    Lỗi:
        ValueError: có tên lạ.
    """
    if isinstance(checks, str) or not set(checks) <= set(CHECKS):
        raise ValueError(f"checks = {checks!r}; cần một danh sách các mục lấy trong {list(CHECKS)}")
    found: list[Finding] = []
    for name in checks:
        try:
            found += import_module(f"hocsau.doctor.{name}").check()
        except Exception as error:  # a broken installation may fail in any way; the report must still come
            found.append(Finding(BAD, f"mục {name}", f"không xem được ({type(error).__name__}: {error})"))
    return found


def doctor(checks: Sequence[str] = CHECKS) -> bool:
    """In báo cáo về các mục `checks`; trả về True khi mọi thứ cần thiết đều ổn."""
    found = diagnose(checks)
    for finding in found:
        print(finding)
    bad = sum(finding.level == BAD for finding in found)
    print(f"\nCòn {bad} điều cần sửa." if bad else "\nMáy đã sẵn sàng.")
    return bad == 0
