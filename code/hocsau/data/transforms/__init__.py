"""Data augmentation: thêm những ảnh mà nhãn vẫn đúng, bằng cách lật, xoay, cắt, đổi sáng … ảnh đã có.

    augment = Compose(Flip(), Rotate(15), Translate(0.1), fill="reflect")
    x_new = augment(x, rng=rng)                                  # x (N, C, H, W)
    new = augment.together(Sample(x, masks=m, boxes=b), rng=rng)    # ảnh, mặt nạ, khung đổi cùng nhau

Mọi phép hình học trong một `Compose` được nhân thành **một** ma trận cho mỗi ảnh, nên ảnh chỉ bị nội suy một
lần. Lúc huấn luyện thì đưa cho `fit` qua `hocsau.training.augmented(augment, rng)`: tập kiểm định đứng ngoài.
"""

from hocsau.data.transforms.color import Brightness, Contrast, Noise
from hocsau.data.transforms.compose import Compose, Transform
from hocsau.data.transforms.erase import Cutout
from hocsau.data.transforms.geometric import Crop, Flip, Rotate, Scale, Shear, Translate
from hocsau.data.transforms.mixing import cutmix, mixup
from hocsau.data.transforms.random_augment import RandomAugment
from hocsau.data.transforms.sample import Sample
from hocsau.data.transforms.warp import FILLS, warp

__all__ = [
    "FILLS",
    "Brightness",
    "Compose",
    "Contrast",
    "Crop",
    "Cutout",
    "Flip",
    "Noise",
    "RandomAugment",
    "Rotate",
    "Sample",
    "Scale",
    "Shear",
    "Transform",
    "Translate",
    "cutmix",
    "mixup",
    "warp",
]
