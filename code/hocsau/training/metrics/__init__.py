"""Thước đo: model đoán tốt đến đâu. Đầu vào là mảng numpy (hoặc thứ đổi được sang numpy)."""

from hocsau.training.metrics.masks import dice_per_class, iou_per_class, mean_dice, mean_iou
from hocsau.training.metrics.scores import accuracy, confusion_matrix, mae, mse, r2, rmse
from hocsau.training.metrics.sequences import edit_distance, edit_rate

__all__ = [
    "accuracy",
    "confusion_matrix",
    "dice_per_class",
    "edit_distance",
    "edit_rate",
    "iou_per_class",
    "mae",
    "mean_dice",
    "mean_iou",
    "mse",
    "r2",
    "rmse",
]
