"""Đuôi của tệp ảnh: những đuôi đọc được, và những đuôi là ảnh mà sách không đọc."""

SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif"),  # Windows saves some JPEG pictures as .jfif
    *(".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm"),
)
# Pictures, too, but not for every Pillow, or for none: said, never left out in silence.
OTHER_SUFFIXES = (".avif", ".heic", ".heif", ".jp2", ".svg", ".psd", ".raw", ".cr2", ".nef", ".dng", ".ico")
