"""Các lượt chạy của chương 14: tìm biển số trên cảnh vẽ và trên ảnh thật."""
