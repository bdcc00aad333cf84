"""Gói `hocsau`: các thuật toán của sách *Học sâu — sách tương tác*, viết bằng numpy và torch."""

__version__ = "0.1.0"
