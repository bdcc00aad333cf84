"""Hai loại điều khiển của `explore`: thanh trượt (`slider`) và danh sách chọn (`choice`).

Danh sách mà các lựa chọn là những con số theo thứ tự (`ordered`) cũng hiện ra thành thanh trượt; điều khiển
đếm bước, epoch, giây (`plays`) có thêm nút chạy. Trang HTML và notebook cùng hỏi hai hàm ấy.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MAX_VALUES = 2001
# "10", "0.5", "-1", "30 %", "10×10", "rộng 0.4", "100 nghìn"
_NUMBER = re.compile(
    r"(?P<before>[^\d\s−-]\S* )?(?P<number>[−-]?\d+(?:\.\d+)?)(?:×(?P=number))?"
    r"(?: (?P<times>nghìn|triệu|tỉ))?(?P<unit>[ \u00a0]?[^\d\s×]+)?"
)
_TIMES = {None: 1, "nghìn": 10**3, "triệu": 10**6, "tỉ": 10**9}
_STEPS = re.compile(
    r"(?:số )?(?:bước(?! nhảy)|epoch|giây|vòng lặp|hình|chỗ đặt)\b|đã tính tới|số tầng đã qua", re.IGNORECASE
)


@dataclass(frozen=True)
class Control:
    """Một điều khiển: các giá trị nó nhận, chữ hiện cho từng giá trị, và vị trí ban đầu."""

    label: str | None
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    index: int
    kind = "control"

    @property
    def default(self) -> Any:
        """Giá trị ban đầu."""
        return self.values[self.index]


@dataclass(frozen=True)
class Slider(Control):
    """Thanh trượt; tạo bằng hàm `slider`."""

    decimals: int = 0
    kind = "slider"


@dataclass(frozen=True)
class Choice(Control):
    """Danh sách chọn; tạo bằng hàm `choice`."""

    kind = "choice"


def slider(
    start: float, stop: float, step: float, value: float | None = None, label: str | None = None
) -> Slider:
    """Thanh trượt đi từ `start` đến `stop`, mỗi nấc dài `step`.

    Tham số:
        start, stop, step: start < stop, step > 0 (số nguyên cả ba thì `draw` nhận số nguyên, ngược lại nhận
            float).
        value: nấc ban đầu, phải nằm đúng trên một nấc (mặc định: nấc giữa).
        label: chữ hiện cạnh thanh trượt (mặc định: tên tham số).

    Trả về:
        Slider. Nấc cuối là nấc lớn nhất không vượt quá `stop`.

    Lỗi:
        ValueError: khoảng rỗng, bước không dương, số là NaN hay vô hạn, value ngoài khoảng hoặc lệch nấc.
    """
    low, high, gap = (_decimal(n, x) for n, x in (("start", start), ("stop", stop), ("step", step)))
    if gap <= 0:
        raise ValueError(f"slider: step = {step} phải lớn hơn 0")
    if low >= high:
        raise ValueError(f"slider: start = {start} phải nhỏ hơn stop = {stop}")
    count = int((high - low) / gap) + 1
    if count < 2:
        raise ValueError(
            f"slider: step = {step} dài hơn cả khoảng từ {start} đến {stop}; "
            "hãy giảm step để có ít nhất hai nấc"
        )
    if count > MAX_VALUES:
        raise ValueError(f"slider: {count} nấc là quá nhiều (tối đa {MAX_VALUES}); hãy tăng step = {step}")
    grid = [low + k * gap for k in range(count)]
    index = count // 2 if value is None else _position(_decimal("value", value), grid)

    decimals = max(0, *(-int(x.normalize().as_tuple().exponent) for x in (low, gap)))
    whole = all(_is_whole(x) for x in (start, stop, step))
    values = tuple(int(x) if whole else float(x) for x in grid)
    texts = tuple(f"{x:.{decimals}f}" for x in grid)
    return Slider(_label(label), values, texts, index, decimals)


def choice(options: Sequence[Any] | Mapping[str, Any], value: Any = None, label: str | None = None) -> Choice:
    """Danh sách để chọn một trong `options`.

    Tham số:
        options: dãy giá trị, hoặc từ điển {chữ hiện ra: giá trị}.
        value: giá trị ban đầu (mặc định: cái đầu tiên).
        label: chữ hiện cạnh danh sách.

    Trả về:
        Choice.

    Lỗi:
        ValueError: danh sách rỗng, có hai lựa chọn trùng chữ, hoặc value không nằm trong danh sách.
    """
    if isinstance(options, str) or not isinstance(options, Sequence | Mapping):
        raise ValueError(f"choice: options phải là một dãy hoặc từ điển, không phải {type(options).__name__}")
    pairs = list(options.items()) if isinstance(options, Mapping) else [(_text(v), v) for v in options]
    if not pairs:
        raise ValueError("choice: danh sách lựa chọn đang rỗng; cần ít nhất một lựa chọn")
    texts = tuple(str(text) for text, _ in pairs)
    values = tuple(v for _, v in pairs)
    repeated = sorted({t for t in texts if texts.count(t) > 1})
    if repeated:
        raise ValueError(f"choice: lựa chọn bị lặp lại: {', '.join(repeated)}")
    if any(isinstance(v, float) and v != v for v in values):
        raise ValueError("choice: NaN không phải là một lựa chọn")
    index = 0
    if value is not None:
        found = [i for i, v in enumerate(values) if v is value or (type(v) is type(value) and v == value)]
        if not found:
            raise ValueError(f"choice: value = {value!r} không có trong danh sách: {', '.join(texts)}")
        index = found[0]
    return Choice(_label(label), values, texts, index)


def ordered(texts: Sequence[str]) -> bool:
    """Các lựa chọn có phải là những con số tăng dần (hay giảm dần) không: "0.1", "1", hay "rộng 4", "rộng 2".

    Chữ đứng trước và đơn vị đứng sau phải như nhau ở mọi lựa chọn; "nghìn", "triệu", "tỉ" thì tính vào số.
    """
    found = [_NUMBER.fullmatch(text) for text in texts]
    if len(found) < 2 or None in found or len({(m["before"], m["unit"]) for m in found if m}) > 1:
        return False
    numbers = [float(m["number"].replace("−", "-")) * _TIMES[m["times"]] for m in found if m]
    gaps = [b - a for a, b in zip(numbers, numbers[1:], strict=False)]
    return all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps)


def plays(label: str) -> bool:
    """Điều khiển tên là `label` có đếm bước (bước, epoch, giây, …) không: khi ấy nó có nút chạy ▶."""
    return _STEPS.match(label) is not None


def _decimal(name: str, x: Any) -> Decimal:
    """The number exactly as it is written: 0.1 is 1/10 here, so that grids do not drift."""
    try:
        if isinstance(x, bool):
            raise ValueError
        number = Decimal(str(x))
    except (InvalidOperation, ValueError):
        raise ValueError(f"slider: {name} = {x!r} không phải là số") from None
    if not number.is_finite():
        raise ValueError(f"slider: {name} = {x} phải là số hữu hạn")
    return number


def _position(value: Decimal, grid: list[Decimal]) -> int:
    if not grid[0] <= value <= grid[-1]:
        raise ValueError(
            f"slider: value = {value} nằm ngoài khoảng từ {_plain(grid[0])} đến {_plain(grid[-1])}"
        )
    if value not in grid:
        nearest = min(grid, key=lambda x: abs(x - value))
        raise ValueError(f"slider: value = {value} không rơi vào nấc nào; nấc gần nhất là {_plain(nearest)}")
    return grid.index(value)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _is_whole(x: Any) -> bool:
    return hasattr(x, "__index__")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)


def _label(label: str | None) -> str | None:
    if label is not None and not str(label).strip():
        raise ValueError("label đang rỗng; hãy viết chữ sẽ hiện cạnh điều khiển")
    return label
