"""The interface in Vietnamese: the words that Sphinx, the theme and the extensions leave in English.

Sphinx's own catalogue for `vi` is half empty and the theme has none. One dictionary is laid over all of them;
a test looks for English left in the built pages.
"""

from gettext import NullTranslations

import sphinx.locale
from sphinx.application import Sphinx

WORDS = {
    # navigation
    "Skip to main content": "Tới nội dung chính",
    "Back to top": "Lên đầu trang",
    "Search": "Tìm kiếm",
    "Site navigation": "Mục lục sách",
    "Section Navigation": "Mục lục sách",
    "On this page": "Trong trang này",
    "Contents": "Trong trang này",
    "Table of Contents": "Mục lục",
    "Navigation": "Điều hướng",
    "Home": "Trang đầu",
    "Breadcrumb": "Vị trí trang",
    "previous": "Trang trước",
    "next": "Trang sau",
    "previous page": "Trang trước",
    "next page": "Trang sau",
    "Index": "Bảng tra",
    "index": "bảng tra",
    "General Index": "Bảng tra",
    "Symbols": "Kí hiệu",
    "see %s": "xem %s",
    "see also %s": "xem thêm %s",
    "Full index on one page": "Cả bảng tra trên một trang",
    "Index pages by letter": "Bảng tra theo chữ cái",
    # colours and header
    "Color mode": "Nền sáng hay tối",
    "Light": "Nền sáng",
    "Dark": "Nền tối",
    "System Settings": "Theo thiết bị",
    "Version warning": "Lưu ý về phiên bản",
    "Announcement": "Thông báo",
    "By": "Tác giả:",
    "Copyright": "Bản quyền",
    "Last updated on %(last_updated)s.": "Sửa lần cuối: %(last_updated)s.",
    # permalinks
    "Link to this heading": "Liên kết tới mục này",
    "Link to this definition": "Liên kết tới định nghĩa này",
    "Link to this term": "Liên kết tới thuật ngữ này",
    "Link to this table": "Liên kết tới bảng này",
    "Link to this code": "Liên kết tới đoạn mã này",
    "Link to this image": "Liên kết tới hình này",
    "Link to this toctree": "Liên kết tới mục lục này",
    "Permalink to this equation": "Liên kết tới công thức này",
    # boxes
    "Attention": "Chú ý",
    "Caution": "Cẩn thận",
    "Danger": "Nguy hiểm",
    "Error": "Lỗi",
    "Hint": "Gợi ý",
    "Important": "Quan trọng",
    "Note": "Ghi chú",
    "See also": "Xem thêm",
    "Tip": "Mẹo",
    "Warning": "Cảnh báo",
    "Footnotes": "Chú thích",
    "Exercise": "Bài tập",
    "Solution to": "Lời giải",
    "Solution": "Lời giải",
    "term": "thuật ngữ",
    "[image]": "[hình]",
}


class Vietnamese(NullTranslations):
    """Our words first, then what the catalogue underneath says."""

    def __init__(self, below: NullTranslations) -> None:
        super().__init__()
        self.add_fallback(below)

    def gettext(self, message: str) -> str:
        return WORDS.get(message) or super().gettext(message)


def overlay(app: Sphinx) -> None:
    """Lay our words over every loaded catalogue, also the one that the templates hold."""
    for key, catalogue in sphinx.locale.translators.items():
        if not isinstance(catalogue, Vietnamese):
            sphinx.locale.translators[key] = Vietnamese(catalogue)
    app.translator = sphinx.locale.translators["general", "sphinx"]
    templates = getattr(app.builder, "templates", None)
    if templates is not None and hasattr(templates, "environment"):
        templates.environment.install_gettext_translations(app.translator)


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", overlay, priority=0)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
