"""The cfg's text: read with its line numbers; what is unknown or wrong is named by name and line."""

import pytest

from hocsau.darknet import COCO_ANCHORS, heads, plan, read_cfg, yolov4_tiny_cfg
from hocsau.errors import DataError

TEXT = """[net]
height=64
width=64
channels=3

[convolutional]
batch_normalize=1
filters=4
size=3
stride=2
pad=1
activation=leaky
# a note
[convolutional]
filters=18  ; another
size=1
activation=linear

[yolo]
mask=0,1,2
anchors=4,5, 8,9, 16,20
classes=1
num=3
"""


def changed(old, new):
    assert old in TEXT
    return TEXT.replace(old, new)


def test_a_small_cfg_is_read_as_written():
    cfg = read_cfg(TEXT)
    assert cfg.size == (64, 64) and cfg.channels == 3
    assert [s.name for s in cfg.layers] == ["convolutional", "convolutional", "yolo"]
    assert cfg.layers[1].line == 14 and cfg.layers[1].options == {
        "filters": "18",
        "size": "1",
        "activation": "linear",
    }
    first, second, last = plan(cfg)
    assert first.shape == (4, 32, 32) and first.parameters == 3 * 4 * 9 + 8
    assert first.products == 3 * 4 * 9 * 32 * 32
    assert second.shape == (18, 32, 32) and second.parameters == 4 * 18 + 18
    assert last.head.stride == 2 and last.head.anchors == ((4, 5), (8, 9), (16, 20))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed("[yolo]", "[region]"), r"dòng 19.*\[region\] không được đọc"),
        (changed("[yolo]", "[yoloo]"), r"Ý bạn là \[yolo\]"),
        (changed("[yolo]", "[yolo"), r"thiếu dấu \]"),
        (changed("size=3", "size=ba"), r"dòng 9, \[convolutional\]: size = 'ba'.*số nguyên"),
        (changed("filters=4\n", ""), r"dòng 6, \[convolutional\]: thiếu khoá filters"),
        (changed("filters=4", "filters=0"), "từ 1"),
        (changed("stride=2", "stride 2"), r"dòng 10.*'stride 2' không phải khoá = giá trị"),
        (changed("stride=2", "size=2"), "khoá size đã có ở dòng 9"),
        (changed("activation=leaky", "activation=mish"), r"dòng 12.*'mish'"),
        (changed("classes=1", "classes=2"), r"dòng 22.*filters = \(2 \+ 5\) × 3 = 21, đang là 18"),
        (changed("mask=0,1,2", "mask=0,1,3"), "từ 0 đến 2"),
        (changed("anchors=4,5,", "anchors=4,"), "2 × num"),
        (changed("anchors=4,5,", "anchors=4,x,"), "cách nhau bằng dấu phẩy"),
        (changed("height=64", "height=60"), "bội số của 32"),
        (changed("[net]", "[convolutional]"), r"mục đầu phải là \[net\]"),
        ("x=1\n" + TEXT, "đứng trước mọi mục"),
        (TEXT + "[net]\nheight=32\n", r"mục \[net\] thứ hai"),
        ("[net]\nheight=32\nwidth=32\n", "không có tầng nào"),
        ("", "không có mục nào"),
        (TEXT.replace("[yolo]", "[maxpool]\nsize=3\n\n[yolo]"), "2×2 bước 2"),
        (TEXT + "[route]\nlayers=-9\n", "chưa có"),
        (TEXT + "[route]\nlayers=0\ngroups=3\n", "không chia được"),
        ("[net]\nheight=32\nwidth=32\n[maxpool]\n", "tầng đầu"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, words):
    with pytest.raises(DataError, match=words):
        plan(read_cfg(text))


def test_yolov4_tiny_has_its_numbers():
    layers = plan(read_cfg(yolov4_tiny_cfg(1)))
    assert len(layers) == 38 and sum(layer.parameters for layer in layers) == 5_874_116
    assert round(2 * sum(layer.products for layer in layers) / 1e9, 3) == 6.785
    coarse, fine = heads(layers)
    assert (coarse.stride, fine.stride) == (32, 16) and coarse.all_anchors == COCO_ANCHORS
    assert coarse.mask == (3, 4, 5) and fine.mask == (1, 2, 3)
    assert [layers[i].filters for i in (29, 36)] == [18, 18]
    assert plan(read_cfg(yolov4_tiny_cfg(80)))[29].filters == 255


def test_narrow_networks():
    layers = plan(read_cfg(yolov4_tiny_cfg(1, height=256, width=256, multiplier=0.25)))
    assert sum(layer.parameters for layer in layers) == 371_084
    assert sum(layer.products for layer in layers) == 83_279_872
    with pytest.raises(DataError, match="số chẵn"):
        yolov4_tiny_cfg(1, multiplier=0.03)
    with pytest.raises(DataError, match="ít nhất một lớp"):
        yolov4_tiny_cfg(0)
