"""Gom các mục kiểm tra thành một báo cáo."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hocsau.doctor import browser, data, hardware, packages, pictures
from hocsau.doctor.finding import BAD, Finding

CHECKS: tuple[Callable[[], Iterable[Finding]], ...] = (
    packages.check,
    hardware.check,
    data.check,
    pictures.check,
    browser.check,
)


def diagnose() -> list[Finding]:
    """Mọi điều đã xem. Một mục tự nó hỏng thì thành một dòng «cần sửa», không làm dừng báo cáo."""
    found: list[Finding] = []
    for check in CHECKS:
        try:
            found += check()
        except Exception as error:  # a broken installation may fail in any way; the report must still come
            name = check.__module__.rpartition(".")[2]
            found.append(Finding(BAD, f"mục {name}", f"không xem được ({type(error).__name__}: {error})"))
    return found


def doctor() -> bool:
    """In báo cáo; trả về True khi mọi thứ cần thiết đều ổn."""
    found = diagnose()
    for finding in found:
        print(finding)
    bad = sum(finding.level == BAD for finding in found)
    print(f"\nCòn {bad} điều cần sửa." if bad else "\nMáy đã sẵn sàng.")
    return bad == 0
