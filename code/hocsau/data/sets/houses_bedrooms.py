"""Căn nhà với hai đầu vào."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.sets.common import OURS, embedded_csv

INFO = Info(
    name="houses_bedrooms",
    title="30 căn nhà: diện tích, số phòng ngủ → giá",
    features=("Diện tích", "Số phòng ngủ"),
    target="Giá",
    units={"Diện tích": "m²", "Số phòng ngủ": "phòng", "Giá": "triệu đồng"},
    made="hocsau.data.drawn.synthetic.houses_bedrooms: "
    "Giá = 12·Diện tích + 60·Số phòng ngủ + 30 + 20·nhiễu chuẩn",
    **OURS,
)
read = embedded_csv
