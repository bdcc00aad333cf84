"""`hocsau classify THƯ_MỤC --train | --with classifier.npz ẢNH …`: bộ phân loại từ ảnh của bạn."""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hocsau.photos.stored import Classifier

DEFAULT_OUT = Path("classifier.npz")
SEED, SHOWN = 0, 3  # of the folds; classes named for each photo


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "classify",
        help="học phân loại ảnh của bạn, rồi đoán ảnh mới",
        description="Học phân loại ảnh từ một thư mục (mỗi thư mục con một lớp) bằng đặc trưng của một mạng "
        "đã học trên ImageNet, rồi đoán ảnh mới.",
    )
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar="THƯ_MỤC",
        help="với --train: thư mục có các thư mục con, mỗi thư mục con một lớp; với --with: nơi tìm ảnh",
    )
    parser.add_argument("--train", action="store_true", help="học, chấm, rồi cất bộ phân loại")
    parser.add_argument(
        "--with",
        dest="using",
        type=Path,
        nargs="+",
        metavar=("BỘ.npz", "ẢNH"),
        help="đoán các ảnh bằng bộ phân loại đã cất; không nêu ảnh nào thì đoán mọi ảnh trong THƯ_MỤC",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="TỆP",
        help=f"với --train: chỗ cất bộ phân loại (mặc định: {DEFAULT_OUT}); hình những lần sai nặng nhất nằm "
        "cạnh nó, cùng tên, đuôi .png",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from hocsau.errors import DataError

    if args.train == bool(args.using):
        raise DataError("cần đúng một trong hai: --train để học, hoặc --with classifier.npz để đoán")
    if args.train:
        if args.folder is None:
            raise DataError("--train cần một thư mục ảnh: hocsau classify THƯ_MỤC --train")
        return train(args.folder, args.out or DEFAULT_OUT)
    if args.out is not None:
        raise DataError("--out chỉ dùng với --train")
    return predict(args.folder, args.using[0], args.using[1:])


def train(root: Path, out: Path) -> int:
    """Học từ thư mục `root`, cất vào `out`."""
    import numpy as np

    from hocsau.data.folders import read_folder
    from hocsau.nn.storage import check_target
    from hocsau.photos import check, learn, report
    from hocsau.photos.stored import Classifier, save_classifier

    check_target(out)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        folder = read_folder(root)
    for warning in said:
        _note(str(warning.message))
    checked = check.check(folder)
    for note in checked.notes:
        _note(note)
    from hocsau.torch.features import pretrained

    extractor, bad = pretrained(), []
    x = extractor.files(checked.folder.paths, bad=bad, progress=True)
    for _, message in sorted(bad):
        _note(f"bỏ qua: {message}")
    folder = check.without(checked.folder, [i for i, _ in bad])
    x = x[np.isfinite(x).all(axis=1)]
    print(f"{len(folder)} ảnh, {len(folder.classes)} lớp: " + _counts(folder.counts()))
    done = learn.learn(x, folder.y, np.random.default_rng(SEED))
    right = int((done.said == folder.y).sum())
    low, high = learn.interval(right, len(folder))
    print(
        f"Đoán đúng {right}/{len(folder)} ảnh chưa từng thấy = {100 * right / len(folder):.1f} % "
        f"(khoảng 95 %: {100 * low:.1f}–{100 * high:.1f} %; kiểm định chéo {done.folds} phần, "
        f"C = {done.head.c:g})"
    )
    for line in report.lines(report.confusion(folder.y, done.said, folder.classes), folder.classes):
        print(line)
    save_classifier(out, Classifier(folder.classes, done.head, extractor.key))
    print(f"Đã cất bộ phân loại (học từ cả {len(folder)} ảnh): {out}")
    picture = out.with_suffix(".png")
    if shown := report.draw_worst(picture, folder, done.probability):
        print(f"{shown} lần sai nặng nhất: {picture}")
    print(f"Đoán ảnh mới: hocsau classify --with {out} ảnh.jpg")
    return 0


def predict(folder: Path | None, stored: Path, named: list[Path]) -> int:
    """In lớp của từng ảnh, mỗi ảnh một dòng; ảnh hỏng thì một dòng lỗi và mã thoát 1."""
    from hocsau.errors import DataError
    from hocsau.photos.stored import load_classifier

    classifier = load_classifier(_found(stored, folder))
    paths = [_found(path, folder) for path in named] or _all(folder)
    from hocsau.torch.features import pretrained

    extractor, bad = pretrained(), []
    if extractor.key != classifier.key or len(classifier.head.weight) != extractor.size:
        raise DataError(f"{stored} được học với mạng hay cách chuẩn bị ảnh khác; hãy chạy lại --train")
    x = extractor.files(paths, bad=bad)
    messages = dict(bad)
    for i, path in enumerate(paths):
        if i in messages:
            print(f"{path}: {messages[i]}", file=sys.stderr)
        else:
            print(f"{path}: {_said(classifier, x[i : i + 1])}")
    return 1 if bad else 0


def _said(classifier: Classifier, x: Any) -> str:
    chances = classifier.head.probability(x)[0]
    best = chances.argsort()[::-1][:SHOWN]
    first, *others = [f"{classifier.classes[k]} {100 * chances[k]:.0f} %" for k in best]
    return f"{first} ({', '.join(others)})"


def _found(path: Path, folder: Path | None) -> Path:
    """As it was given, or else in the folder."""
    inside = None if folder is None else folder / path
    return inside if inside is not None and inside.exists() and not path.exists() else path


def _all(folder: Path | None) -> list[Path]:
    from hocsau.data.folders import pictures_in
    from hocsau.errors import DataError

    if folder is None:
        raise DataError("chưa nêu ảnh nào để đoán: hocsau classify --with classifier.npz ảnh.jpg …")
    return pictures_in(folder)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _note(text: str) -> None:
    print(f"Chú ý: {text}", file=sys.stderr)
