"""Các lần chạy của chương 13: Faster R-CNN trên cảnh tự vẽ, trên ảnh máu thật, và ba đời R-CNN cạnh nhau."""
