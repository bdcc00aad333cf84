"""Các model của sách viết bằng torch, song sinh với bản numpy trong `hocsau.models`.

Cùng tên, cùng tham số khởi tạo, cùng rng thì cùng trọng số ban đầu. Chép trọng số qua lại:

    import hocsau.torch
    from hocsau.models import MLP
    ours = MLP([784, 100, 10], rng=np.random.default_rng(0))
    theirs = hocsau.torch.twin(ours)  # bản torch mang đúng trọng số của ours
    hocsau.torch.copy_weights(theirs, ours)  # và chiều ngược lại

`import hocsau` không nạp torch; chỉ gói này và `hocsau.training` (khi được đưa một model torch) mới nạp.
"""

import importlib.util
import os

if importlib.util.find_spec("torch") is None:
    raise ModuleNotFoundError("hocsau.torch cần torch, mà máy này chưa có: pip install torch", name="torch")

# Threads that wait for work must not spin: 300 steps of a small network on two busy cores took 236 s,
# and 12 s so. It is read once, when torch is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("KMP_BLOCKTIME", "0")

from hocsau.torch.imagenet import imagenet_names
from hocsau.torch.inputs import efficientnet_input
from hocsau.torch.layer_table import LayerRow, layer_table
from hocsau.torch.models.cnn import CNN
from hocsau.torch.models.crnn import CRNN
from hocsau.torch.models.darknet import Darknet
from hocsau.torch.models.efficientnet import EfficientNetLite0
from hocsau.torch.models.faster_rcnn import FasterRCNN, RPNSettings
from hocsau.torch.models.language_model import LanguageModel
from hocsau.torch.models.lenet import LeNet
from hocsau.torch.models.linear_regression import LinearRegression
from hocsau.torch.models.logistic_regression import LogisticRegression
from hocsau.torch.models.mlp import MLP
from hocsau.torch.models.perceptron import Perceptron
from hocsau.torch.models.pilotnet import PilotNet
from hocsau.torch.models.regions import RCNN, FastRCNN, HeadSettings, as_images
from hocsau.torch.models.resnet import ResNet
from hocsau.torch.models.sequence_classifier import SequenceClassifier
from hocsau.torch.models.small_vgg import SmallVGG
from hocsau.torch.models.tagger import Tagger
from hocsau.torch.models.unet import UNet
from hocsau.torch.models.vgg16 import VGG16
from hocsau.torch.twins import twin
from hocsau.torch.weights import copy_weights

__all__ = [
    "CNN",
    "CRNN",
    "MLP",
    "RCNN",
    "VGG16",
    "Darknet",
    "EfficientNetLite0",
    "FastRCNN",
    "FasterRCNN",
    "HeadSettings",
    "LayerRow",
    "LanguageModel",
    "LeNet",
    "LinearRegression",
    "LogisticRegression",
    "Perceptron",
    "PilotNet",
    "RPNSettings",
    "ResNet",
    "SequenceClassifier",
    "SmallVGG",
    "Tagger",
    "UNet",
    "as_images",
    "copy_weights",
    "efficientnet_input",
    "imagenet_names",
    "layer_table",
    "twin",
]
