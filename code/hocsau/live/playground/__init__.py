"""Sân chơi mạng nơ-ron: dữ liệu 2 chiều, một mạng nhỏ, và hình cho thấy từng nơ-ron học gì.

Trang HTML tự huấn luyện bằng JavaScript (book/live/playground.js); ở đây là bản Python của cùng phép tính,
dùng các tầng của `hocsau.nn`: cùng bộ sinh số ngẫu nhiên, cùng thứ tự, nên hai bên cho cùng con số.

    from hocsau.live import playground
    from hocsau.interactive import explore
    explore(playground.draw, page="playground", data=playground.page_data(), alt="…", **playground.controls())
"""

from hocsau.live.playground.generator import Mulberry32
from hocsau.live.playground.picture import controls, draw, page_data
from hocsau.live.playground.points import points
from hocsau.live.playground.training import Playground, Settings

__all__ = ["Mulberry32", "Playground", "Settings", "controls", "draw", "page_data", "points"]
