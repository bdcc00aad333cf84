"""`doctor()`: máy này đã sẵn sàng chưa. Chạy bằng lệnh `hocsau doctor`, hoặc gọi trong notebook."""

from hocsau.doctor.report import Finding, diagnose, doctor

__all__ = ["Finding", "diagnose", "doctor"]
