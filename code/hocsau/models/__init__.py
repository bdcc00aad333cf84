"""Các model có tên trong sách, xây trên numpy."""

from hocsau.models.gradient_descent import gradient_descent
from hocsau.models.linear_regression import LinearRegression
from hocsau.models.robust_line import l1_line, l2_line

__all__ = ["LinearRegression", "gradient_descent", "l1_line", "l2_line"]
