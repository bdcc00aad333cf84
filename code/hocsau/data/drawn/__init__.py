"""Dữ liệu do sách tự vẽ, tự sinh: cùng rng thì cùng dữ liệu."""
