"""Những tệp tải về được: tên, SHA-256 và các máy chủ giữ bản sao."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RemoteFile:
    """Một tệp của bộ dữ liệu `dataset`; `urls` rỗng nghĩa là chỉ nhận khi người dùng đã có tệp.

    `fetch` là lệnh tải khi tệp không nằm trong sổ mà `hocsau data fetch` biết.
    """

    dataset: str
    name: str
    sha256: str
    urls: tuple[str, ...]
    size: int | None = None
    fetch: str = ""


# A part is met by any one of its alternatives, the preferred one first.
Part = tuple[RemoteFile, ...]


def _idx_part(dataset: str, name: str, size: int, sha256: str, hosts: tuple[str, ...]) -> Part:
    return (RemoteFile(dataset, name, sha256, tuple(host + name for host in hosts), size),)


_MNIST = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
_FASHION = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
)
_AGERON = (
    "https://raw.githubusercontent.com/ageron/handson-ml2/aa555aa16b9d0af6c84e67c7757f3317d05acb12/datasets/housing/",
    "https://raw.githubusercontent.com/ageron/handson-ml2/master/datasets/housing/",
    "https://raw.githubusercontent.com/ageron/data/main/housing/",
)

IDX_NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)

PARTS: dict[str, tuple[Part, ...]] = {
    "mnist": tuple(
        _idx_part("mnist", name, size, sha256, _MNIST)
        for name, size, sha256 in zip(
            IDX_NAMES,
            (9_912_422, 28_881, 1_648_877, 4_542),
            (
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            ),
            strict=True,
        )
    ),
    "fashion_mnist": tuple(
        _idx_part("fashion_mnist", name, size, sha256, _FASHION)
        for name, size, sha256 in zip(
            IDX_NAMES,
            (26_421_880, 29_515, 4_422_102, 5_148),
            (
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ),
            strict=True,
        )
    ),
    "cifar10": (
        (
            RemoteFile(
                "cifar10",
                "cifar-10-binary.tar.gz",
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                (
                    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                    "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz",
                ),
                170_052_171,
            ),
        ),
    ),
    # One table in four wrappings; only the two cal_housing files have every total_bedrooms.
    "california_housing": (
        (
            RemoteFile(
                "california_housing",
                "cal_housing.data",
                "d3d8a1a722ae78f91134862727d27a70b1415e7d512a89140406248687f4b902",
                (),
                2_092_122,
            ),
            RemoteFile(
                "california_housing",
                "cal_housing.tgz",
                # the archive that scikit-learn fetches, with the checksum that scikit-learn states
                "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
                ("https://ndownloader.figshare.com/files/5976036",),
            ),
            RemoteFile(
                "california_housing",
                "housing.csv",
                "8a3727f4cf54ac1a327f69b1d5b4db54c5834ea81c6e4efc0d163300022a685e",
                tuple(host + "housing.csv" for host in _AGERON),
                1_423_529,
            ),
            RemoteFile(
                "california_housing",
                "housing.tgz",
                "d4cd501af90475f09b814c7447c7701f59bf28e8cf1180205ae5ace9737a0109",
                tuple(host + "housing.tgz" for host in _AGERON[:2]),
                409_488,
            ),
        ),
    ),
}


def files(dataset: str) -> tuple[RemoteFile, ...]:
    """Mọi tệp nhận được của một bộ, kể cả các bản thay thế nhau."""
    return tuple(file for part in PARTS[dataset] for file in part)
