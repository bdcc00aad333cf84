"""Vùng ven biển tưởng tượng, cùng tám cột với California."""

from __future__ import annotations

from hocsau.data.california import FEATURES, TARGET, UNITS
from hocsau.data.dataset import Info
from hocsau.data.sets.common import OURS, embedded_csv

INFO = Info(
    name="houses_map",
    title="1200 khu dân cư của một vùng ven biển tưởng tượng, cùng tám cột với California",
    features=FEATURES,
    target=TARGET,
    units=UNITS,
    made="hocsau.data.drawn.synthetic.houses_map: giá tăng theo thu nhập, gần biển và gần phố "
    "thì đắt hơn; không phải số liệu của nơi nào",
    **OURS,
)
read = embedded_csv
