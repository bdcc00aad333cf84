"""Huấn luyện và ghi lại kết quả."""
