"""`hocsau data list | fetch | path`: xem, tải và tìm các bộ dữ liệu."""

from __future__ import annotations

import argparse
from typing import Any


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "data", help="xem, tải và tìm các bộ dữ liệu", description="Các bộ dữ liệu của sách."
    )
    actions = parser.add_subparsers(title="các lệnh", metavar="VIỆC", required=True)

    listing = actions.add_parser("list", help="liệt kê mọi bộ và chỗ của chúng trên máy này")
    listing.set_defaults(run=run_list)

    fetch = actions.add_parser("fetch", help="tải một hay nhiều bộ dữ liệu thật về máy")
    fetch.add_argument("names", nargs="+", metavar="TÊN", help="tên bộ, ví dụ mnist")
    fetch.set_defaults(run=run_fetch)

    path = actions.add_parser("path", help="in thư mục cache, hoặc đường dẫn các tệp của một bộ")
    path.add_argument("name", nargs="?", metavar="TÊN", help="tên bộ, ví dụ houses")
    path.set_defaults(run=run_path)


def run_list(args: argparse.Namespace) -> int:
    from hocsau.data.datasets import DATASETS, choose_profile
    from hocsau.wrapping import paragraph

    print(f"Profile đang dùng: {choose_profile()}")
    for name, entry in DATASETS.items():
        kind = "dữ liệu thật" if entry.info.real else "tự sinh"
        print(paragraph(f"{name}: {entry.info.title} ({kind})", "  "))
        print(paragraph(state(name), "      "))
    return 0


def state(name: str) -> str:
    """Bộ ấy đang ở đâu trên máy này."""
    from hocsau.data import cache, sources
    from hocsau.errors import DataError

    if name not in sources.PARTS:
        return "có sẵn"
    try:
        found = [cache.find_part(part) for part in sources.PARTS[name]]
    except DataError as error:
        return f"không dùng được: {error}"
    if all(found):
        return f"đã có ở {found[0][1].parent}"
    if not any(file.urls for part in sources.PARTS[name] for file in part):
        return "chưa có, và không tải được: hãy đặt HOCSAU_DATA thành thư mục chứa bộ ấy"
    size = sum(
        next((file.size for file in part if file.urls and file.size), 0) for part in sources.PARTS[name]
    )
    return f"chưa có, khoảng {size / 1e6:.0f} MB; tải bằng: hocsau data fetch {name}"


def run_fetch(args: argparse.Namespace) -> int:
    from hocsau.cli.console import typed
    from hocsau.data import cache, sources
    from hocsau.data.datasets import find_entry

    names = [typed(name) for name in args.names]
    for name in names:  # a misspelt last name must not wait for the first download
        find_entry(name)
    for name in names:
        if name not in sources.PARTS:
            print(f"{name}: có sẵn trong gói, không cần tải")
            continue
        for part in sources.PARTS[name]:
            file, path = cache.fetch_part(part)
            print(f"{name}: {file.name} → {path}")
    return 0


def run_path(args: argparse.Namespace) -> int:
    from hocsau.cli.console import typed
    from hocsau.data import cache, sources
    from hocsau.data.datasets import find_entry
    from hocsau.errors import DataError

    if args.name is None:
        print(cache.cache_folder())
        return 0
    name = typed(args.name)
    entry = find_entry(name)
    if name in sources.PARTS:
        found = [cache.find_part(part) for part in sources.PARTS[name]]
        if not all(found):
            raise DataError(f"bộ {name} chưa có trên máy này; tải bằng: hocsau data fetch {name}")
        paths = [str(path) for _, path in found]
    else:
        paths = entry.read(entry.info).info.files
        if not paths:
            raise DataError(
                f"bộ {name} nằm trong scikit-learn, không phải một tệp riêng; nạp bằng load({name!r})"
            )
    print("\n".join(paths))
    return 0
