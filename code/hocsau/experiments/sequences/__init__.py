"""Các lần chạy của phần về dãy (chương 16 đến 19)."""
