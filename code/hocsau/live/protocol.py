"""Những gì một module của `hocsau.live` phải có."""

from __future__ import annotations

from typing import Any, Protocol

from hocsau.interactive import Choice, Slider


class LivePicture(Protocol):
    """Một hình sống: trang HTML và notebook cùng vẽ nó từ `page_data` và giá trị của các điều khiển.

    Module có thêm hàm `lazy_data()` thì bản dựng ghi kết quả của nó (một dict viết được thành JSON) vào
    `_static/live/ten.data.js`; trang tự tải tệp ấy khi cần, và thấy nó ở `window.hocsauLiveData.ten`.
    """

    def controls(self) -> dict[str, Slider | Choice]:
        """Các điều khiển, theo tên tham số của `draw`."""
        ...

    def page_data(self) -> dict[str, Any]:
        """Những con số mà bản JavaScript cần, ghi được thành JSON."""
        ...

    def draw(self, **values: Any) -> tuple[Any, str]:
        """Hình (figure của matplotlib, hay chuỗi HTML, SVG) và một dòng chữ đọc hình ấy."""
        ...
