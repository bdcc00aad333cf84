"""Cách kiểm một bước.

Hai số: `exact` (thử bác bỏ bằng `refutation`, rồi chứng minh bằng SymPy, `sums`, `pieces`). Hai ma trận:
`arrays` (tính bằng `numeric`, đạo hàm bằng `slopes`). Phương trình: `relations`. Với bên ngoài: `outside`.
"""
