"""Các mạng có tên trong sách, viết bằng torch: mỗi tệp một mạng."""
