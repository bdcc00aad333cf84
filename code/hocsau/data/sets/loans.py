"""Hồ sơ vay tiền, hai lớp tách được bằng một đường thẳng."""

from __future__ import annotations

from hocsau.data.dataset import Info
from hocsau.data.sets.common import OURS, embedded_csv

INFO = Info(
    name="loans",
    title="20 hồ sơ vay tiền: lương, số năm làm việc → cho vay hay không",
    features=("Lương", "Số năm làm việc"),
    target="Cho vay",
    units={"Lương": "triệu đồng một tháng", "Số năm làm việc": "năm", "Cho vay": "1 có, 0 không"},
    classes=("từ chối", "cho vay"),
    made="hocsau.data.drawn.synthetic.loans: Cho vay = 1 khi Lương + 3·Số năm làm việc > 9.8; "
    "không hồ sơ nào cách ranh giới dưới 0.5",
    **OURS,
)
read = embedded_csv
