"""Mỗi module ở đây là một bộ dữ liệu; `hocsau.data.load` tìm ra nó theo tên tệp.

Một module có `INFO` (lai lịch; `INFO.name` là tên tệp) và `read(info) -> Dataset`. Bộ phải tải về có thêm
`PARTS` (các tệp, SHA-256, máy chủ) và `INSTEAD` (bộ nhỏ nên dùng thay khi chưa tải).
"""
