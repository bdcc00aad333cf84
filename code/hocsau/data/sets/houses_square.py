"""Căn nhà có giá cong theo diện tích."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.sets.common import OURS, embedded_csv

INFO = Info(
    name="houses_square",
    title="30 căn nhà, giá cong theo diện tích",
    features=("Diện tích",),
    target="Giá",
    units={"Diện tích": "m²", "Giá": "triệu đồng"},
    made="hocsau.data.drawn.synthetic.houses_square: Giá = 0.25·x² − 10·x + 500 + 30·nhiễu chuẩn",
    **OURS,
)
read = embedded_csv
