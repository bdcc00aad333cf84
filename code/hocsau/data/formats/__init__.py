"""Bộ đọc từng định dạng tệp. Không định dạng nào dùng pickle hay eval."""
