"""Hình vẽ dùng chung của sách: cùng một kiểu chữ, cỡ và màu."""

from hocsau.plotting.graph import computational_graph
from hocsau.plotting.graph_steps import graph_reading, graph_steps
from hocsau.plotting.network import network_diagram
from hocsau.plotting.style import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "RED",
    "axes",
    "computational_graph",
    "graph_reading",
    "graph_steps",
    "network_diagram",
]
