"""Căn nhà: diện tích → giá, bộ đầu tiên của sách."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.sets.common import OURS, embedded_csv

INFO = Info(
    name="houses",
    title="30 căn nhà: diện tích → giá",
    features=("Diện tích",),
    target="Giá",
    units={"Diện tích": "m²", "Giá": "triệu đồng"},
    made="hocsau.data.drawn.synthetic.houses: Giá = 15·Diện tích + 8 + 20·nhiễu chuẩn",
    **OURS,
)
read = embedded_csv
