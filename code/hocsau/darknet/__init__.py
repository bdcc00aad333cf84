"""Darknet không cần darknet: cfg, .weights, letterbox, mosaic, khung tìm được.

    cfg = read_cfg(yolov4_tiny_cfg(1))            # hoặc chữ của một tệp .cfg
    layers = plan(cfg)                            # shape, tham số, phép nhân của từng tầng
    weights = read_weights("best.weights", layers)
    network = Darknet(cfg).put_weights(weights)   # from hocsau.torch import Darknet

Mạng numpy với trọng số int8: `quantise`, `load_net`; ghi ONNX: `hocsau.darknet.onnx`.
"""

from hocsau.darknet.cfg import Cfg, Section, read_cfg
from hocsau.darknet.decode import decode
from hocsau.darknet.found import Found, choose
from hocsau.darknet.integer import IntegerNet, load_net, quantise
from hocsau.darknet.letterbox import Fit, letterbox
from hocsau.darknet.mosaic import mosaic
from hocsau.darknet.plan import Head, Layer, heads, plan
from hocsau.darknet.tiny import COCO_ANCHORS, yolov4_tiny_cfg
from hocsau.darknet.weights import Weights, folded, read_weights, write_weights

__all__ = [
    "COCO_ANCHORS",
    "Cfg",
    "Fit",
    "Found",
    "Head",
    "IntegerNet",
    "Layer",
    "Section",
    "Weights",
    "choose",
    "decode",
    "folded",
    "heads",
    "letterbox",
    "load_net",
    "mosaic",
    "plan",
    "quantise",
    "read_cfg",
    "read_weights",
    "write_weights",
    "yolov4_tiny_cfg",
]
