"""Hình tương tác của sách: hình đổi ngay khi bạn kéo thanh trượt.

from hocsau.interactive import choice, explore, slider

def draw(lr):
    ...
    return fig, f"J = {j:.2f} sau 2 bước"

lr = slider(0.1, 1.1, 0.1, label="learning rate")
explore(draw, lr=lr, alt="Parabol x² và các bước đi của gradient descent")
"""

from hocsau.interactive.controls import Choice, Slider, choice, slider
from hocsau.interactive.explore import explore

__all__ = ["Choice", "Slider", "choice", "explore", "slider"]
