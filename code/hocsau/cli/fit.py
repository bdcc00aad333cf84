"""`hocsau fit`: linear regression trên tệp csv của bạn."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from hocsau.data import Table
    from hocsau.data.formats.number import Marks
    from hocsau.models import LinearRegression


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "fit",
        help="linear regression trên tệp csv của bạn",
        description="Tìm đường thẳng gần dữ liệu nhất, in trọng số, R², dự đoán, và vẽ hình.",
        epilog='Ví dụ: hocsau fit houses.csv --x "Diện tích" --y "Giá" --predict 50',
    )
    parser.add_argument("csv", metavar="TỆP", help="tệp csv, dòng đầu là tên cột, lưu bằng UTF-8")
    parser.add_argument(
        "--x", nargs="+", action="extend", required=True, metavar="CỘT", help="một hay nhiều cột đầu vào"
    )
    parser.add_argument("--y", required=True, metavar="CỘT", help="cột cần dự đoán")
    parser.add_argument(
        "--predict",
        nargs="+",
        action="append",
        default=[],
        type=_number,
        metavar="SỐ",
        help="giá trị x cần dự đoán; có nhiều cột x thì mỗi cột một số, theo thứ tự của --x",
    )
    parser.add_argument(
        "--loss",
        choices=["l2", "l1"],
        default="l2",
        help="l2: bình phương sai số (mặc định); l1: trị tuyệt đối, ít bị điểm dị biệt kéo lệch",
    )
    parser.add_argument("--out", metavar="HÌNH", help="tệp hình: .png, .svg, .pdf, .jpg hoặc .webp")
    parser.add_argument(
        "--decimal",
        choices=[".", ","],
        metavar="DẤU",
        help="dấu thập phân trong tệp, khi lệnh không tự đoán được",
    )
    parser.add_argument(
        "--thousands",
        choices=[".", ","],
        metavar="DẤU",
        help="dấu ngăn hàng nghìn trong tệp, như dấu chấm trong 1.250.000",
    )
    parser.add_argument(
        "--sep",
        type=_separator,
        metavar="DẤU",
        help="dấu ngăn các ô trong tệp: ',' hoặc ';' hoặc chữ tab, khi lệnh không tự đoán được",
    )
    # argparse takes -5 for a number and -5,5 for an option
    parser._negative_number_matcher = re.compile(r"-[.,]?[0-9]")
    parser.set_defaults(run=run)


def _number(text: str) -> str:
    """As it was typed: how the file writes numbers is known later."""
    from hocsau.data.formats.number import parse_number, ways_of

    if not any(parse_number(text, *marks) is not None for marks in ways_of(text)):
        raise argparse.ArgumentTypeError(f"«{text}» không phải là số (viết như 50 hoặc 42.5)")
    return text


def _separator(text: str) -> str:
    from hocsau.data.formats.separator import check_separator

    sep = "\t" if text.casefold() in ("tab", "\\t") else text
    try:
        check_separator(sep)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» không ngăn ô được; viết ',' hoặc ';' hoặc tab") from None
    return sep


def run(args: argparse.Namespace) -> int:
    from hocsau.cli.console import typed
    from hocsau.cli.picture import check_target, draw_fit
    from hocsau.data import read_csv
    from hocsau.errors import DataError

    source = Path(args.csv)
    out = Path(args.out) if args.out else Path(f"{source.stem}_fit.png")
    x_names, y_name = [typed(name) for name in args.x], typed(args.y)
    check_target(out, source)

    if args.decimal is not None and args.decimal == args.thousands:
        raise DataError(f"--decimal và --thousands đều là {args.decimal!r}; phải là hai dấu khác nhau")
    table = read_csv(source, [*x_names, y_name], sep=args.sep, decimal=args.decimal, thousands=args.thousands)
    *x_names, y_name = _names(table, x_names, y_name)
    points = _points([[_value(text, table.marks) for text in group] for group in args.predict], x_names)
    x, y = table.array(*x_names), table[y_name]
    _check(table, x, x_names, y_name)
    model = _fit(x, y, args.loss)

    values = _predictions(model, points)

    print(f"{source.name}: {len(table)} dòng dữ liệu, loss {args.loss.upper()}")
    terms = "".join(
        f" {'-' if w < 0 else '+'} {abs(w):.6g}·{n}" for n, w in zip(x_names, model.weight, strict=True)
    )
    print(f"  {y_name} ≈ {model.bias:.6g}{terms}")
    print(f"  w0 (bias) = {model.bias:.6g}")
    for i, (name, weight) in enumerate(zip(x_names, model.weight, strict=True), start=1):
        print(f"  w{i} ({name}) = {weight:.6g}")
    print(f"  R² = {model.r2(x, y):.6g}")
    for point, value in zip(points, values, strict=True):
        where = ", ".join(f"{name} = {value:g}" for name, value in zip(x_names, point, strict=True))
        print(f"Dự đoán với {where}: {y_name} ≈ {value:.6g}{_caution(x, point)}")
    draw_fit(out, model, x, y, x_names, y_name, points)
    print(f"Đã vẽ hình: {out}")
    return 0


def _names(table: Table, x_names: list[str], y_name: str) -> list[str]:
    """The names as the file writes them, each used once."""
    from hocsau.data import DataError
    from hocsau.data.formats.table import find_name

    found = [find_name(table.source, table.names, name) for name in [*x_names, y_name]]
    for name in found[:-1]:
        if found.count(name) > 1:
            other = "cả --x lẫn --y" if name == found[-1] else "--x hai lần"
            raise DataError(f"cột «{name}» được dùng cho {other}; mỗi cột chỉ dùng một lần")
    return found


def _value(text: str, marks: Marks) -> float:
    """The number that was typed, as the file writes its own; else as anybody would write it."""
    from hocsau.data.formats.number import one_number, parse_number
    from hocsau.errors import DataError

    value = parse_number(text, *marks)
    if value is None:
        value = one_number(text)
    if value is None:
        raise DataError(
            f"--predict: không rõ «{text}» là số nào, vì tệp viết dấu thập phân là {marks.decimal!r}; "
            "hãy viết không có dấu ngăn hàng nghìn, như 1234 hoặc 1.5"
        )
    return value


def _points(groups: list[list[float]], x_names: list[str]) -> list[list[float]]:
    """With one x column every number is a point of its own; else a group holds one number a column."""
    from hocsau.data import DataError

    if len(x_names) == 1:
        return [[value] for group in groups for value in group]
    for group in groups:
        if len(group) != len(x_names):
            raise DataError(
                f"--predict có {len(group)} số; cần {len(x_names)} số, theo thứ tự: {', '.join(x_names)}"
            )
    return groups


def _check(table: Table, x: np.ndarray, x_names: list[str], y_name: str) -> None:
    """What no line can be fitted to."""
    import numpy as np

    from hocsau.data import DataError

    need = len(x_names) + 1
    if len(table) < need:
        raise DataError(
            f"{table.source}: chỉ có {len(table)} dòng dữ liệu (dòng {table.rows[0]}); "
            f"cần ít nhất {need} dòng cho {len(x_names)} cột x"
        )
    for name in [*x_names, y_name]:
        values = table[name]
        if values.min() == values.max():
            raise DataError(
                f"{table.source}, cột «{name}»: mọi dòng (từ dòng {table.rows[0]} đến {table.rows[-1]}) "
                f"đều bằng {values[0]:g}, nên không có gì để học từ cột này"
            )
    with np.errstate(all="ignore"):
        spread = x.std(axis=0)
        scaled = (x - x.mean(axis=0)) / spread
    if not (np.isfinite(spread).all() and np.isfinite(scaled).all()):
        raise DataError(
            f"{table.source}: có số quá lớn hoặc quá sát nhau để tính; hãy đổi đơn vị của các cột x"
        )
    if np.linalg.matrix_rank(scaled) < len(x_names):
        raise DataError(
            f"{table.source}: các cột {', '.join(f'«{name}»' for name in x_names)} phụ thuộc nhau "
            "(cột này tính được từ các cột kia), nên có vô số nghiệm; hãy bỏ bớt một cột"
        )


def _fit(x: np.ndarray, y: np.ndarray, loss: str) -> LinearRegression:
    import numpy as np

    from hocsau.data import DataError
    from hocsau.models import LinearRegression

    model = LinearRegression()
    too_large = DataError(
        "các số quá lớn hoặc quá sát nhau để tính; hãy đổi đơn vị (triệu đồng thay cho đồng)"
    )
    try:
        with np.errstate(all="ignore"):
            if loss == "l2":
                model.fit(x, y)
            else:
                _fit_l1(model, x, y)
            finite = np.isfinite([model.bias, *model.weight, model.r2(x, y)]).all()
    except Exception:  # SVD and the solver of linear programs each fail in their own way, in English
        raise too_large from None
    if not finite:
        raise too_large
    return model


def _fit_l1(model: LinearRegression, x: np.ndarray, y: np.ndarray) -> None:
    """Half of the points above and half below: the line of least absolute error."""
    import warnings

    from sklearn.linear_model import QuantileRegressor

    mean, scale = x.mean(axis=0), x.std(axis=0)
    middle, unit = float(y.mean()), float(y.std())  # the solver wants numbers near 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a solver that gives up says so only in a warning
        found = QuantileRegressor(quantile=0.5, alpha=0, solver="highs").fit(
            (x - mean) / scale, (y - middle) / unit
        )
    model.weight = found.coef_ * unit / scale
    model.bias = float(found.intercept_ * unit + middle - mean @ model.weight)


def _predictions(model: LinearRegression, points: list[list[float]]) -> list[float]:
    import numpy as np

    from hocsau.data import DataError

    with np.errstate(all="ignore"):
        values = [float(model.predict([point])[0]) for point in points]
    for point, value in zip(points, values, strict=True):
        if not np.isfinite(value):
            raise DataError(f"--predict {' '.join(f'{v:g}' for v in point)}: số quá lớn để tính dự đoán")
    return values


def _caution(x: np.ndarray, point: list[float]) -> str:
    low, high = x.min(axis=0), x.max(axis=0)
    outside = any(not a <= value <= b for a, value, b in zip(low, point, high, strict=True))
    return "  (nằm ngoài khoảng dữ liệu: hãy thận trọng)" if outside else ""
