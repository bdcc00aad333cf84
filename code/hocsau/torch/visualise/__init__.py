"""Nhìn vào bên trong một mạng CNN: năm cách, mỗi cách một tệp; hàm tính trả về số, hàm `draw_…` trả về hình.

    from hocsau.torch.visualise import draw_feature_maps, draw_occlusion
    figure, axes = draw_feature_maps(network, image, "block1-conv2")

Nhận mọi model torch phân loại ảnh, và ảnh (C, H, W) đã ở thang số mà model quen. Trọng số và chế độ train hay
eval của model giữ nguyên. Tầng gọi theo tên trong model, hoặc theo lối "block2-conv1" (`layer_names`).
"""

from hocsau.torch.visualise.ascent import climb
from hocsau.torch.visualise.class_images import class_images, draw_class_images
from hocsau.torch.visualise.feature_maps import draw_feature_maps, feature_maps
from hocsau.torch.visualise.filters import draw_filter_images, filter_images
from hocsau.torch.visualise.layers import layer_names
from hocsau.torch.visualise.occlusion import draw_occlusion, occlusion_map
from hocsau.torch.visualise.saliency import draw_saliency, saliency

__all__ = [
    "class_images",
    "climb",
    "draw_class_images",
    "draw_feature_maps",
    "draw_filter_images",
    "draw_occlusion",
    "draw_saliency",
    "feature_maps",
    "filter_images",
    "layer_names",
    "occlusion_map",
    "saliency",
]
