"""Các model có tên trong sách, xây trên numpy."""

from hocsau.models.cnn import CNN
from hocsau.models.gradient_descent import gradient_descent
from hocsau.models.linear_regression import LinearRegression
from hocsau.models.logistic_regression import LogisticRegression
from hocsau.models.mlp import MLP
from hocsau.models.perceptron import Perceptron
from hocsau.models.robust_line import l1_line, l2_line

__all__ = [
    "CNN",
    "MLP",
    "LinearRegression",
    "LogisticRegression",
    "Perceptron",
    "gradient_descent",
    "l1_line",
    "l2_line",
]
