"""Các lần chạy của chương 15: U-Net trên lát cắt thật và trên tế bào do sách vẽ."""
