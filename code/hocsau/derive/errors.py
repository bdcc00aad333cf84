"""Các lỗi của phần biến đổi công thức."""


class DerivationError(ValueError):
    """Một bước biến đổi sai, hoặc không kiểm được nên không được coi là đúng."""


class ShapeError(DerivationError):
    """Hai ma trận có shape không khớp với phép tính."""
