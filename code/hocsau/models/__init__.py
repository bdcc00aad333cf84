"""Các model có tên trong sách, xây trên numpy."""

from hocsau.models.gradient_descent import gradient_descent
from hocsau.models.linear_regression import LinearRegression

__all__ = ["LinearRegression", "gradient_descent"]
