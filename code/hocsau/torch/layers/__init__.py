"""Các tầng mà torch không có, hay torch dựng khác sách: trọng số cho trước, bias 0, dtype của numpy."""
