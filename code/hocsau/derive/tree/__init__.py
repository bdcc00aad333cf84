"""Cây biểu thức, giữ nguyên cách viết. Đọc `expression`, rồi `symbols`, `operations`, `functions`."""
