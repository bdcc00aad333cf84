"""Viết tay một chữ số, đặt nó vào ô 28×28 như MNIST, rồi hỏi mạng đã train.

Trang HTML tự tính bằng JavaScript (book/live/canvas.js); ở đây là bản Python của cùng phép tính.

    from hocsau.live import canvas as handwriting
    from hocsau.interactive import explore
    explore(handwriting.draw, page="canvas", data=handwriting.page_data(), alt="…", **handwriting.controls())
"""

from hocsau.live.canvas.centre import centre_digit
from hocsau.live.canvas.picture import controls, draw, network, page_data
from hocsau.live.canvas.strokes import ink, sample_strokes

__all__ = ["centre_digit", "controls", "draw", "ink", "network", "page_data", "sample_strokes"]
