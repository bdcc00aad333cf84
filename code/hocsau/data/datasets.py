"""Sổ đăng kí các bộ dữ liệu: `load(name)` nạp một bộ, `DATASETS` liệt kê tất cả."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from hocsau.data import cifar10, fashion, readers, sources
from hocsau.data.dataset import Dataset, Info
from hocsau.errors import DataError, nearest

PROFILES = ("small", "full")


@dataclass(frozen=True)
class Entry:
    """Một dòng của sổ: lai lịch, cách đọc, và bộ nhỏ nên dùng thay khi bộ này phải tải."""

    info: Info
    read: Callable[[Info], Dataset]
    instead: str = ""

    @property
    def full_only(self) -> bool:
        return self.info.name in sources.PARTS


_OURS = {
    "profile": "small",
    "real": False,
    "origin": "nhóm Học sâu tự sinh",
    "licence": "CC0 1.0",
}
_CALIFORNIA_UNITS = {
    "MedInc": "chục nghìn đô la một năm",
    "HouseAge": "năm",
    "AveRooms": "phòng mỗi hộ",
    "AveBedrms": "phòng ngủ mỗi hộ",
    "Population": "người",
    "AveOccup": "người mỗi hộ",
    "Latitude": "độ vĩ",
    "Longitude": "độ kinh",
    "MedHouseVal": "trăm nghìn đô la",
}
_SKLEARN = "https://scikit-learn.org/stable/datasets/toy_dataset.html"

_ENTRIES = (
    Entry(
        Info(
            name="houses",
            title="30 căn nhà: diện tích → giá",
            features=("Diện tích",),
            target="Giá",
            units={"Diện tích": "m²", "Giá": "triệu đồng"},
            made="hocsau.data.drawn.synthetic.houses: Giá = 15·Diện tích + 8 + 20·nhiễu chuẩn",
            **_OURS,
        ),
        readers.embedded_csv,
    ),
    Entry(
        Info(
            name="houses_square",
            title="30 căn nhà, giá cong theo diện tích",
            features=("Diện tích",),
            target="Giá",
            units={"Diện tích": "m²", "Giá": "triệu đồng"},
            made="hocsau.data.drawn.synthetic.houses_square: Giá = 0.25·x² − 10·x + 500 + 30·nhiễu chuẩn",
            **_OURS,
        ),
        readers.embedded_csv,
    ),
    Entry(
        Info(
            name="houses_bedrooms",
            title="30 căn nhà: diện tích, số phòng ngủ → giá",
            features=("Diện tích", "Số phòng ngủ"),
            target="Giá",
            units={"Diện tích": "m²", "Số phòng ngủ": "phòng", "Giá": "triệu đồng"},
            made="hocsau.data.drawn.synthetic.houses_bedrooms: "
            "Giá = 12·Diện tích + 60·Số phòng ngủ + 30 + 20·nhiễu chuẩn",
            **_OURS,
        ),
        readers.embedded_csv,
    ),
    Entry(
        Info(
            name="loans",
            title="20 hồ sơ vay tiền: lương, số năm làm việc → cho vay hay không",
            features=("Lương", "Số năm làm việc"),
            target="Cho vay",
            units={"Lương": "triệu đồng một tháng", "Số năm làm việc": "năm", "Cho vay": "1 có, 0 không"},
            classes=("từ chối", "cho vay"),
            made="hocsau.data.drawn.synthetic.loans: Cho vay = 1 khi Lương + 3·Số năm làm việc > 9.8; "
            "không hồ sơ nào cách ranh giới dưới 0.5",
            **_OURS,
        ),
        readers.embedded_csv,
    ),
    Entry(
        Info(
            name="houses_map",
            title="1200 khu dân cư của một vùng ven biển tưởng tượng, cùng tám cột với California",
            features=readers.california.FEATURES,
            target=readers.california.TARGET,
            units=_CALIFORNIA_UNITS,
            made="hocsau.data.drawn.synthetic.houses_map: giá tăng theo thu nhập, gần biển và gần phố "
            "thì đắt hơn; không phải số liệu của nơi nào",
            **_OURS,
        ),
        readers.embedded_csv,
    ),
    Entry(
        Info(
            name="driving_laps",
            title="3 vòng đường «ho» của người lái giỏi, bàn tay hơi run",
            features=("t", "x", "y", "heading", "speed", "throttle"),
            target="steering",
            units={
                "t": "giây",
                "x": "mét",
                "y": "mét",
                "heading": "radian, từ trục x, ngược chiều kim đồng hồ",
                "speed": "mph",
                "throttle": "−1 phanh hết, 1 ga hết",
                "steering": "−1 hết cỡ sang trái, 1 sang phải (bánh trước 25°)",
            },
            made="hocsau.driving.expert_steps, default_rng(0); ảnh vẽ lại bằng hocsau.driving.Camera",
            **_OURS,
        ),
        readers.driving_laps,
    ),
    Entry(
        Info(
            name="digits",
            title="Chữ số viết tay 8×8 (UCI)",
            profile="small",
            real=True,
            origin="E. Alpaydin, C. Kaynak (UCI, 1998), đi kèm scikit-learn",
            licence="CC BY 4.0 (UCI)",
            made="sklearn.datasets.load_digits, số nguyên 0–16",
            url=_SKLEARN,
            target="chữ số",
            classes=tuple("0123456789"),
            units={"x": "độ đậm 0–16"},
        ),
        readers.digits,
    ),
    Entry(
        Info(
            name="diabetes",
            title="442 bệnh nhân tiểu đường: mười chỉ số → bệnh tiến triển sau một năm",
            profile="small",
            real=True,
            origin="Efron, Hastie, Johnstone, Tibshirani, Least Angle Regression (2004), đi kèm scikit-learn",
            licence="không ghi; phát hành cùng scikit-learn (BSD-3-Clause)",
            made="sklearn.datasets.load_diabetes(scaled=False), đơn vị gốc",
            url=_SKLEARN,
            target="progression",
            features=("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"),
            units={
                "age": "tuổi",
                "sex": "mã 1 hoặc 2",
                "bmi": "kg/m²",
                "bp": "mmHg, huyết áp trung bình",
                "s1": "tc, cholesterol toàn phần",
                "s2": "ldl",
                "s3": "hdl",
                "s4": "tch, cholesterol toàn phần / hdl",
                "s5": "ltg, log của triglyceride",
                "s6": "glu, đường huyết",
                "progression": "điểm tiến triển của bệnh sau một năm",
            },
        ),
        readers.diabetes,
    ),
    Entry(
        Info(
            name="breast_cancer",
            title="569 khối u vú: ba mươi số đo nhân tế bào → lành hay ác",
            profile="small",
            real=True,
            origin="W. H. Wolberg, W. N. Street, O. L. Mangasarian (UCI, 1995), đi kèm scikit-learn",
            licence="CC BY 4.0 (UCI)",
            made="sklearn.datasets.load_breast_cancer, nhãn đảo lại: 1 là ác tính",
            url=_SKLEARN,
            target="ác tính",
            features=readers.CELL_FEATURES,
            units={name: "nguồn không ghi đơn vị" for name in readers.CELL_FEATURES}
            | {"ác tính": "1 ác, 0 lành"},
            classes=("lành tính", "ác tính"),
        ),
        readers.breast_cancer,
    ),
    Entry(
        Info(
            name="california_housing",
            title="Giá nhà ở 20640 khu của California, điều tra dân số 1990",
            profile="full",
            real=True,
            origin="R. K. Pace, R. Barry, Sparse Spatial Autoregressions (1997), qua StatLib",
            licence="không ghi; chỉ tải về để học, không phát hành lại",
            made="chia tổng số phòng, phòng ngủ, dân số cho số hộ, như scikit-learn",
            url="https://scikit-learn.org/stable/datasets/real_world.html#california-housing-dataset",
            target="MedHouseVal",
            features=readers.california.FEATURES,
            units=_CALIFORNIA_UNITS,
        ),
        readers.california_housing,
        instead="houses_map",
    ),
    Entry(
        Info(
            name="mnist",
            title="MNIST: chữ số viết tay 28×28",
            profile="full",
            real=True,
            origin="Y. LeCun, C. Cortes, C. Burges",
            licence="thường được ghi là CC BY-SA 3.0; không phát hành lại ở đây",
            made="bốn tệp idx gốc, giữ nguyên",
            url="http://yann.lecun.com/exdb/mnist/",
            target="chữ số",
            classes=tuple("0123456789"),
            units={"x": "độ sáng 0–255, 0 là nền"},
        ),
        readers.idx_images,
        instead="digits",
    ),
    Entry(fashion.FULL, readers.idx_images, instead="fashion_few"),
    Entry(fashion.FEW, readers.embedded_idx),
    Entry(cifar10.INFO, cifar10.cifar10, instead="digits"),
)
DATASETS: dict[str, Entry] = {entry.info.name: entry for entry in _ENTRIES}


def load(name: str, profile: str | None = None) -> Dataset:
    """Nạp một bộ dữ liệu.

    Tham số: name là tên trong `DATASETS`; profile là "small" (mặc định: dữ liệu đi kèm, không cần
    mạng) hoặc "full" (dữ liệu thật, tải về khi chưa có). Không nêu thì theo biến HOCSAU_PROFILE.
    Bộ nhỏ giống nhau ở hai profile.
    Trả về: `Dataset`; bộ không được chia sẵn nằm cả trong `train`, chia bằng `dataset.split(test=0.2)`.
    Lỗi: DataError khi không có bộ ấy, hoặc bộ chỉ có ở profile "full", hoặc không tải được.
    """
    entry = find_entry(name)
    profile = choose_profile(profile)
    if entry.full_only and profile == "small":
        raise DataError(
            f"bộ {name} là dữ liệu thật, chỉ có ở profile 'full'. Chọn một cách:\n"
            f"  - load({name!r}, profile='full'), hoặc đặt biến HOCSAU_PROFILE=full: tìm trong HOCSAU_DATA, "
            "trong cache, rồi tải về\n"
            f"  - tải trước bằng lệnh: hocsau data fetch {name}\n"
            f"  - load({entry.instead!r}): bộ nhỏ đi kèm, không cần mạng"
        )
    return entry.read(replace(entry.info, profile=profile))


def choose_profile(profile: str | None = None) -> str:
    """Profile được nêu, hoặc của biến HOCSAU_PROFILE, hoặc "small"."""
    chosen = profile if profile is not None else os.environ.get("HOCSAU_PROFILE", "").strip() or "small"
    if chosen not in PROFILES:
        where = "profile" if profile is not None else "biến HOCSAU_PROFILE"
        raise DataError(f"{where} = '{chosen}'; cần 'small' hoặc 'full'")
    return chosen


def find_entry(name: str) -> Entry:
    """Dòng của bộ `name` trong sổ."""
    if name not in DATASETS:
        guess = nearest(str(name), DATASETS)
        raise DataError(
            f"không có bộ dữ liệu {name!r}. Các bộ có: {', '.join(DATASETS)}."
            + (f" Ý bạn là {guess!r}?" if guess else "")
        )
    return DATASETS[name]
