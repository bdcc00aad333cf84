"""`explore`: một hàm vẽ và vài điều khiển thành hình tương tác."""

import inspect
import json
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from hocsau.interactive.controls import Control
from hocsau.interactive.drawing import checked_draw


def explore(
    draw: Callable[..., Any],
    *,
    alt: str = "",
    page: str | None = None,
    data: Mapping[str, Any] | None = None,
    name: str | None = None,
    narrow: Callable[..., Any] | None = None,
    **controls: Control,
) -> None:
    """Hiện hình của `draw` cùng các điều khiển; kéo điều khiển thì hình và dòng chữ đổi theo.

    Có kernel (JupyterLab, VS Code, Colab): điều khiển là ipywidgets, `draw` chạy lại ngay khi bạn kéo.
    Khi dựng sách (HOCSAU_STATIC=1): mọi hình được vẽ sẵn trên lưới giá trị, trang HTML không cần kernel;
    quá 60 hình thì lưới được thưa bớt, giữ hai đầu và giá trị ban đầu của từng thanh trượt.

    Tham số:
        draw: hàm nhận đúng các điều khiển làm tham số, trả về `(figure, "J = 40.96 sau 2 bước")`;
            figure là hình matplotlib hoặc chuỗi HTML. Trả về riêng figure cũng được,
            khi đó dòng chữ liệt kê các giá trị. Mọi lần vẽ phải cho hình cùng cỡ;
            nên cố định trục (`set_xlim`, `set_ylim`) để hình không nhảy.
        alt: mô tả hình bằng tiếng Việt cho người không nhìn thấy hình (bắt buộc).
        page: tên tệp trong book/live/ (không có .js): trang HTML tự tính hình này từ `data`,
            không dùng các hình vẽ sẵn.
        data: dữ liệu cho `page`; viết được thành JSON (mảng numpy được đổi thành danh sách), không có NaN.
        name: tên riêng của hình trong trang (a–z, 0–9, dấu gạch nối), để đặt liên kết `#explore-ten`.
        narrow: hàm vẽ khác cho màn hình hẹp của điện thoại, cùng tham số và cùng dòng chữ với draw (ví dụ một
            đồ thị đi ngang trên màn hình rộng, đi dọc trên điện thoại); chỉ trang HTML dùng tới.
        **controls: điều khiển cho từng tham số của draw: `lr=slider(0.1, 1.1, 0.1, label="learning rate")`.

    Lỗi:
        ValueError: thiếu alt, điều khiển không khớp tham số của draw, quá nhiều tổ hợp, hình quá nặng.
        RuntimeError: draw báo lỗi (thông báo nói rõ draw được gọi với giá trị nào).
    """
    _check_names(draw, alt, page, data, name, controls)
    if narrow is not None:
        if page is not None:
            raise ValueError("explore: narrow không dùng cùng page; trang tự xếp hình theo bề rộng")
        _check_names(narrow, alt, page, data, name, controls)
    payload = _plain_data(data)
    run = checked_draw(draw, controls)
    mode = current_mode()
    if mode == "live":
        from hocsau.interactive.live import show

        show(run, controls, alt)
        return
    from IPython.display import display

    from hocsau.interactive.static import bundle, text_only

    if mode == "text":
        print(text_only(run, controls, alt))
        return
    slim = None if narrow is None else checked_draw(narrow, controls)
    shown = bundle(run, controls, alt=alt, page=page, data=payload, name=name, narrow=slim)
    display(shown, raw=True)


def current_mode() -> str:
    """ "static" khi dựng sách, "live" khi có kernel Jupyter, "text" khi chạy Python thường."""
    if os.environ.get("HOCSAU_STATIC", "") not in ("", "0"):
        return "static"
    try:
        from IPython import get_ipython
    except ImportError:
        return "text"
    shell = get_ipython()
    return "live" if shell is not None and hasattr(shell, "kernel") else "text"


def _check_names(
    draw: Callable[..., Any],
    alt: str,
    page: str | None,
    data: Mapping[str, Any] | None,
    name: str | None,
    controls: Mapping[str, Control],
) -> None:
    if not callable(draw):
        raise ValueError(f"explore: draw phải là một hàm, không phải {type(draw).__name__}")
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(
            'explore: thiếu alt; hãy tả hình bằng một câu tiếng Việt, ví dụ alt="Parabol và các bước đi"'
        )
    if not controls:
        raise ValueError("explore: cần ít nhất một điều khiển, ví dụ lr=slider(0.1, 1.1, 0.1)")
    for key, control in controls.items():
        if not isinstance(control, Control):
            raise ValueError(
                f"explore: {key} phải là slider(…) hoặc choice(…), không phải {type(control).__name__}"
            )
    parameters = inspect.signature(draw).parameters.values()
    named = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    needed = {p.name for p in parameters if p.name in named and p.default is p.empty}
    if not any(p.kind is p.VAR_KEYWORD for p in parameters):
        unknown = [key for key in controls if key not in named]
        if unknown:
            raise ValueError(
                f"explore: {', '.join(unknown)} không phải tham số của draw; "
                f"draw nhận: {', '.join(sorted(named)) or 'không gì cả'}"
            )
    missing = sorted(needed - set(controls))
    if missing:
        raise ValueError(f"explore: draw cần {', '.join(missing)} nhưng không có điều khiển nào cho nó")
    for what, text in (("page", page), ("name", name)):
        if text is not None and not re.fullmatch(r"[a-z][a-z0-9_-]*", text):
            raise ValueError(
                f"explore: {what} = {text!r} chỉ được gồm a–z, 0–9, dấu - và _, bắt đầu bằng chữ cái"
            )
    if data is not None and page is None:
        raise ValueError("explore: data chỉ dùng cùng page")


def _plain_data(data: Mapping[str, Any] | None) -> Any:
    """`data` as JSON holds it, numpy arrays as lists; NaN and other things JSON lacks are refused."""

    def plain(x: Any) -> Any:
        if hasattr(x, "tolist"):
            return x.tolist()
        raise TypeError(f"kiểu {type(x).__name__}")

    try:
        return None if data is None else json.loads(json.dumps(data, allow_nan=False, default=plain))
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"explore: data không viết được thành JSON ({error}); hãy bỏ NaN, vô hạn và kiểu lạ"
        ) from error
