"""Các thí nghiệm mà `hocsau train` chạy: tên, dữ liệu, và module chứa hàm `run`.

Mọi lệnh của hocsau đều liệt kê các thí nghiệm, nên tệp này không import numpy hay model nào; `Experiment.run`
mới import module của thí nghiệm.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from hocsau.experiments.options import BOOK, Options

if TYPE_CHECKING:
    from hocsau.data import Dataset
    from hocsau.experiments.outcome import Outcome


@dataclass(frozen=True)
class Experiment:
    """Một thí nghiệm: tên hiện ra, bộ dữ liệu ở profile small và full, và module chạy nó.

    `epochs` là True khi có vòng lặp huấn luyện, tức là khi `--epochs` có nghĩa; `resumable` là True khi
    giữ được checkpoint để học tiếp.
    """

    title: str
    small: str
    full: str
    module: str
    epochs: bool = True
    resumable: bool = False

    def run(self, data: Dataset, options: Options = BOOK) -> Outcome:
        """Chạy thí nghiệm trên `data`."""
        return import_module(f"{__name__}.{self.module}").run(data, options)


EXPERIMENTS: dict[str, Experiment] = {
    "income-price": Experiment(
        "thu nhập → giá nhà (chương 3)", "diabetes", "california_housing", "income_price", epochs=False
    ),
    "mnist-mlp": Experiment("MNIST, mạng 784-100-10 (chương 6)", "mnist_small", "mnist", "mnist_mlp"),
    "mnist-mlp-deep": Experiment(
        "MNIST, mạng 784-100-200-10 (chương 6)", "mnist_small", "mnist", "mnist_mlp_deep"
    ),
    "digits": Experiment(
        "nhận dạng chữ số với 128 nơ-ron ẩn, numpy và torch (chương 6)", "mnist_small", "mnist", "digits"
    ),
    "house-prices": Experiment(
        "giá nhà California bằng mạng 8-64-64-1 (chương 6)",
        "houses_map",
        "california_housing",
        "house_prices",
    ),
    "clothes-cnn": Experiment(
        "quần áo do sách vẽ, mạng kiểu VGG nhỏ (chương 8)", "clothes", "clothes", "clothes_cnn"
    ),
    "house-tails": Experiment(
        "đuôi dài của các cột nhà California, bốn cách chuẩn hoá (chương 6)",
        "houses_map",
        "california_housing",
        "house_tails",
    ),
    "fashion-cnn": Experiment(
        "Fashion-MNIST, mạng kiểu VGG nhỏ (chương 8)", "clothes", "fashion_mnist", "fashion_cnn"
    ),
    "mnist-cnn": Experiment(
        "MNIST, mạng convolution với ReLU, rồi thêm dropout (chương 9)",
        "mnist_small",
        "mnist",
        "mnist_cnn",
        resumable=True,
    ),
    "mnist-cnn-sigmoid": Experiment(
        "MNIST, mạng convolution với sigmoid, như nguồn (chương 9)",
        "mnist_small",
        "mnist",
        "mnist_cnn_sigmoid",
        resumable=True,
    ),
    "pets-sweeps": Experiment(
        "chó hay mèo: đầu vào, siêu tham số, kiến trúc, activation (chương 9)", "pets", "pets", "pets_sweeps"
    ),
    "digits-borrow": Experiment(
        "mượn mạng hay học từ đầu, và mười ảnh mỗi chữ số với augmentation (chương 11)",
        "mnist_small",
        "mnist_small",
        "digits_borrow",
    ),
    "clothes-neighbours": Experiment(
        "hàng xóm của quần áo do sách vẽ trong không gian đặc trưng của mạng ImageNet (chương 11)",
        "clothes",
        "clothes",
        "clothes_neighbours",
        epochs=False,
    ),
    "semi-gan": Experiment(
        "mười nhãn mỗi chữ số và một GAN có K + 1 đầu ra (chương 11)", "mnist_small", "mnist", "semi_gan"
    ),
    "flowers-transfer": Experiment(
        "17 loài hoa, 1 đến 64 ảnh mỗi loài: đặc trưng khoá, rồi fine-tune (chương 11)",
        "clothes",
        "flowers17_256",
        "flowers_transfer",
        epochs=False,
        resumable=True,
    ),
    "flowers-nothing": Experiment(
        "17 loài hoa, 1 đến 64 ảnh mỗi loài, từ trọng số ngẫu nhiên (chương 11)",
        "clothes",
        "flowers17_256",
        "flowers_nothing",
        epochs=False,
        resumable=True,
    ),
    "flowers-probes": Experiment(
        "17 loài hoa: khối nào chuyển được, chuẩn bị ảnh sai, hàng xóm gần nhất, ảnh lật, rò rỉ (chương 11)",
        "clothes",
        "flowers17_256",
        "flowers_probes",
        epochs=False,
        resumable=True,
    ),
    "cifar-small": Experiment(
        "CIFAR-10, 2500 ảnh để học: mạng trơn, rồi thêm những gì chương 12 dạy",
        "clothes",
        "cifar10_subset",
        "cifar_small",
        resumable=True,
    ),
    "mnist-best": Experiment(
        "MNIST lần nữa, với những gì chương 12 dạy", "mnist_small", "mnist", "mnist_best", resumable=True
    ),
    "techniques-batch": Experiment(
        "cỡ batch: nhiễu của gradient, learning rate theo batch, luỹ thừa của 2 (chương 12)",
        "clothes",
        "fashion_mnist",
        "techniques.batch",
    ),
    "techniques-init": Experiment(
        "khởi tạo và activation ở mạng mười tầng (chương 12)", "clothes", "fashion_mnist", "techniques.init"
    ),
    "techniques-dropout": Experiment(
        "dropout, và dropout cạnh batch norm (chương 12)", "clothes", "fashion_mnist", "techniques.dropout"
    ),
    "techniques-norm": Experiment(
        "batch norm: mạng sâu, learning rate lớn, batch nhỏ (chương 12)",
        "clothes",
        "fashion_mnist",
        "techniques.norm",
    ),
    "techniques-residual": Experiment(
        "đường tắt: ResNet-20 và mạng trơn 20 tầng (chương 12)",
        "clothes",
        "fashion_mnist",
        "techniques.residual",
    ),
    "techniques-smoothing": Experiment(
        "label smoothing, nhãn sạch và nhãn sai (chương 12)",
        "clothes",
        "fashion_mnist",
        "techniques.smoothing",
    ),
    "techniques-schedule": Experiment(
        "lịch learning rate và warm-up (chương 12)", "clothes", "fashion_mnist", "techniques.schedule"
    ),
    "plates-data": Experiment(
        "437 ảnh xe máy và 437 cảnh vẽ: biển to nhỏ, ảnh sáng tối (chương 14)",
        "clothes",
        "vn_motorbike_plates",
        "plates_data",
        epochs=False,
    ),
    "shapes-frcnn": Experiment(
        "Faster R-CNN trên cảnh đồ chơi do sách vẽ (chương 13)",
        "toys",
        "toys",
        "detection.shapes_frcnn",
        resumable=True,
    ),
    "shapes-family": Experiment(
        "R-CNN, Fast, Faster R-CNN trên cùng một backbone, ba hạt giống (chương 13)",
        "toys",
        "toys",
        "detection.shapes_family",
        resumable=True,
    ),
    "blood-frcnn": Experiment(
        "Faster R-CNN đếm tế bào máu, ảnh thật (chương 13)",
        "toys",
        "bccd",
        "detection.blood_frcnn",
        resumable=True,
    ),
    "membranes-unet": Experiment(
        "màng tế bào thật: U-Net, bỏ nối tắt, và ngưỡng sáng (chương 15)",
        "cells",
        "membrane_segmentation",
        "segmentation.membranes",
        epochs=False,
        resumable=True,
    ),
    "cells-unet": Experiment(
        "tế bào do sách vẽ: U-Net nhỏ đi kèm sách (chương 15)", "cells", "cells", "segmentation.cells"
    ),
    "cells-choices": Experiment(
        "tế bào do sách vẽ: loss, augmentation, từng đường nối tắt (chương 15)",
        "cells",
        "cells",
        "segmentation.choices",
        resumable=True,
    ),
    "unet-grey": Experiment(
        "vì sao mạng của chương trình gốc có khi chỉ ra màu xám (chương 15)",
        "cells",
        "cells",
        "segmentation.grey",
        epochs=False,
        resumable=True,
    ),
    "plates-narrow": Experiment(
        "cảnh có biển số do sách vẽ, YOLOv4-tiny hẹp bốn lần (chương 14)",
        "plate_scenes",
        "plate_scenes",
        "plates.narrow",
        epochs=False,
        resumable=True,
    ),
    "plates-yolo": Experiment(
        "học bằng ảnh thật, bằng cảnh vẽ; tìm biển số trong ảnh thật (chương 14)",
        "plate_scenes",
        "vn_motorbike_plates",
        "plates.yolo",
        epochs=False,
        resumable=True,
    ),
    "plates-first-aid": Experiment(
        "những lỗi hay gặp làm mạng YOLO không thấy gì: gây ra, rồi chữa (chương 14)",
        "plate_scenes",
        "plate_scenes",
        "plates.first_aid",
        epochs=False,
        resumable=True,
    ),
    "plates-groups": Experiment(
        "AP theo cỡ, độ sáng, góc xoay của biển (chương 14)",
        "plate_scenes",
        "plate_scenes",
        "plates.groups",
        epochs=False,
        resumable=True,
    ),
    "plates-export": Experiment(
        "một mạng bốn cách chạy: torch, ONNX, int8, JavaScript; mili giây, MB, AP (chương 14)",
        "plate_scenes",
        "plate_scenes",
        "plates.export",
        epochs=False,
    ),
    "plates-read": Experiment(
        "đọc biển số xe máy: học trên biển do sách vẽ, rồi thêm biển thật (chương 14)",
        "plate_scenes",
        "vn_motorbike_plates",
        "plates_read",
        epochs=False,
        resumable=True,
    ),
    "memory": Experiment(
        "nhớ được bao xa: bài cộng, bài chép; RNN, LSTM, GRU (chương 16, 17)",
        "clips",
        "clips",
        "sequences.memory",
        resumable=True,
    ),
    "clips": Experiment(
        "hành động trong phim người que: đúng thứ tự và bị xáo (chương 16)",
        "clips",
        "clips",
        "sequences.clips",
    ),
    "names": Experiment(
        "họ này của thứ tiếng nào: đếm 3-gram, RNN, LSTM, GRU (chương 16)",
        "ca_dao",
        "names",
        "sequences.names",
        resumable=True,
    ),
    "bitcoin": Experiment(
        "giá Bitcoin ngày mai, cạnh mốc “mai bằng hôm nay” (chương 16)",
        "clips",
        "bitcoin_daily",
        "sequences.bitcoin",
        resumable=True,
    ),
    "counting": Experiment(
        "đếm aⁿbⁿ, chuỗi do lệnh tự sinh: RNN, LSTM, GRU, năm hạt giống (chương 17)",
        "ca_dao",
        "ca_dao",
        "sequences.counting",
        resumable=True,
    ),
    "diacritics": Experiment(
        "thêm dấu cho câu không dấu: đếm, bigram, LSTM hai chiều (chương 17)",
        "en_vi_small",
        "en_vi_tatoeba",
        "sequences.diacritics",
        resumable=True,
    ),
    "verse": Experiment(
        "viết tiếp Truyện Kiều: n-gram, RNN, LSTM, GRU, và điểm luật thơ (chương 17)",
        "ca_dao",
        "truyen_kieu",
        "sequences.verse",
        epochs=False,
        resumable=True,
    ),
    "driving": Experiment(
        "PilotNet học 3 vòng rồi lái đường chưa thấy (chương 10)", "driving_laps", "driving_laps", "driving"
    ),
}
