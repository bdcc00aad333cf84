"""Xử lí ảnh bằng numpy: đọc, đổi cỡ, lọc, dò cạnh, tìm đường thẳng và đường tròn."""

from hocsau.vision.edges import canny, sobel
from hocsau.vision.filters import KERNELS, filter2d, gaussian_blur, gaussian_kernel
from hocsau.vision.geometry import resize, rotate
from hocsau.vision.hough import hough_circles, hough_lines
from hocsau.vision.images import as_uint8, read_image, to_grey, write_image
from hocsau.vision.threshold import otsu, threshold

__all__ = [
    "KERNELS",
    "as_uint8",
    "canny",
    "filter2d",
    "gaussian_blur",
    "gaussian_kernel",
    "hough_circles",
    "hough_lines",
    "otsu",
    "read_image",
    "resize",
    "rotate",
    "sobel",
    "threshold",
    "to_grey",
    "write_image",
]
