"""Các lần chạy của chương 16 và 17: trí nhớ dài, thêm dấu, làm thơ, đếm."""
