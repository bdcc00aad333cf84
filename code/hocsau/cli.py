"""Lệnh `hocsau`."""
