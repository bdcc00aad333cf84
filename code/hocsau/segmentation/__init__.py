"""Tách từng điểm ảnh: chấm điểm mặt nạ, loss cho ảnh lệch lớp, đếm vật, và đoán trên ảnh cỡ bất kì.

    from hocsau import segmentation
    segmentation.dice(guess, truth)                       # hai mặt nạ bool cùng cỡ
    segmentation.components(guess)                        # (H, W): vật số 1, 2, 3, …
    segmentation.predict_tiles(network, photo, tile=128, margin=32)

Chỉ numpy; mạng U-Net nằm ở `hocsau.torch.UNet`.
"""

from hocsau.segmentation.borders import border_weights
from hocsau.segmentation.components import components, components_naive
from hocsau.segmentation.distance import distance_to, distance_to_naive
from hocsau.segmentation.losses import soft_dice, weighted_bce
from hocsau.segmentation.masks import binary_mask, one_mask
from hocsau.segmentation.objects import match_objects
from hocsau.segmentation.scores import dice, iou, pixel_error
from hocsau.segmentation.tiles import predict_tiles, tiles_of
from hocsau.segmentation.watershed import peaks, split_touching, watershed

__all__ = [
    "binary_mask",
    "border_weights",
    "components",
    "components_naive",
    "dice",
    "distance_to",
    "distance_to_naive",
    "iou",
    "match_objects",
    "one_mask",
    "peaks",
    "pixel_error",
    "predict_tiles",
    "soft_dice",
    "split_touching",
    "tiles_of",
    "watershed",
    "weighted_bce",
]
