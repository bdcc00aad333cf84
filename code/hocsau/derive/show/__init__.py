"""Cách hiện: `printing` in một biểu thức bằng hai bộ dấu của `marks`; `display` xếp các bước thành hàng."""
