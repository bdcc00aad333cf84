"""Hình vẽ dùng chung của sách: cùng một kiểu chữ, cỡ và màu."""

from hocsau.plotting.boxes import draw_boxes
from hocsau.plotting.confusion import confusion_matrix
from hocsau.plotting.gallery import gallery
from hocsau.plotting.graph import computational_graph
from hocsau.plotting.graph_steps import graph_reading, graph_steps
from hocsau.plotting.matrices import matrices
from hocsau.plotting.network import network_diagram
from hocsau.plotting.regions import decision_regions
from hocsau.plotting.style import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, axes
from hocsau.plotting.surface import surface

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PURPLE",
    "RED",
    "axes",
    "computational_graph",
    "confusion_matrix",
    "decision_regions",
    "draw_boxes",
    "gallery",
    "graph_reading",
    "graph_steps",
    "matrices",
    "network_diagram",
    "surface",
]
