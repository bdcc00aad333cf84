"""Mạng nơ-ron từ đầu bằng numpy.

Mỗi tầng có `forward` và `backward`; backward chỉ **cộng dồn** gradient, optimizer mới đổi tham số:

    from hocsau import nn
    rng = np.random.default_rng(0)
    model = nn.Sequential(nn.Linear(2, 4, rng=rng), nn.Tanh(), nn.Linear(4, 1, rng=rng))
    optimizer = nn.Adam(model.parameters(), learning_rate=0.05)
    for _ in range(500):
        loss, dz = nn.bce_with_logits(model(x), y)
        optimizer.zero_grad()
        model.backward(dz)
        optimizer.step()
"""

from hocsau.nn import init, schedules
from hocsau.nn.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    Identity,
    LeakyReLU,
    Maxout,
    ReLU,
    Sigmoid,
    SiLU,
    Softmax,
    Step,
    Tanh,
    make_activation,
    sigmoid,
    softmax,
)
from hocsau.nn.attention import Attention, causal_mask
from hocsau.nn.bptt import truncated_bptt
from hocsau.nn.branches import Residual
from hocsau.nn.conv import Conv2d, ConvTranspose2d, conv2d, conv2d_backward, conv_transpose2d
from hocsau.nn.correlation import convolve2d, correlate2d
from hocsau.nn.ctc import ctc_beam, ctc_greedy, ctc_loss
from hocsau.nn.dropout import Dropout, Dropout2d
from hocsau.nn.embedding import Embedding
from hocsau.nn.gradcheck import gradcheck, gradcheck_projection, numerical_gradient, relative_error
from hocsau.nn.gru import GRU
from hocsau.nn.layer_norm import GroupNorm, LayerNorm, RMSNorm
from hocsau.nn.linear import Linear
from hocsau.nn.losses import bce_with_logits, cross_entropy, l1_penalty, l2_penalty, mae, mse
from hocsau.nn.lstm import LSTM
from hocsau.nn.module import Module, Parameter, Sequential
from hocsau.nn.multi_head import MultiHeadAttention
from hocsau.nn.normalization import BatchNorm1d, BatchNorm2d
from hocsau.nn.optim import SGD, Adam, AdamW, Momentum, Optimizer, RMSProp, clip_gradients
from hocsau.nn.pooling import AvgPool2d, MaxPool2d
from hocsau.nn.rnn import RNN
from hocsau.nn.shape import Flatten, Reshape
from hocsau.nn.soft_targets import smooth_labels, soft_cross_entropy
from hocsau.nn.time_distributed import TimeDistributed

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "SGD",
    "Adam",
    "AdamW",
    "Attention",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv2d",
    "ConvTranspose2d",
    "Dropout",
    "Dropout2d",
    "Embedding",
    "Flatten",
    "GroupNorm",
    "Identity",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "Maxout",
    "Module",
    "Momentum",
    "MultiHeadAttention",
    "Optimizer",
    "Parameter",
    "RMSNorm",
    "RMSProp",
    "ReLU",
    "Reshape",
    "Residual",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Step",
    "Tanh",
    "TimeDistributed",
    "bce_with_logits",
    "causal_mask",
    "clip_gradients",
    "conv2d",
    "conv2d_backward",
    "conv_transpose2d",
    "convolve2d",
    "correlate2d",
    "cross_entropy",
    "ctc_beam",
    "ctc_greedy",
    "ctc_loss",
    "gradcheck",
    "gradcheck_projection",
    "init",
    "l1_penalty",
    "l2_penalty",
    "mae",
    "make_activation",
    "mse",
    "numerical_gradient",
    "relative_error",
    "schedules",
    "sigmoid",
    "smooth_labels",
    "soft_cross_entropy",
    "softmax",
    "truncated_bptt",
]
