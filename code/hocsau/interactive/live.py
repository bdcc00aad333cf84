"""Hình tương tác khi có kernel: ipywidgets, vẽ lại ngay khi kéo.

Only what ipywidgets 7.7 and 8 share: Colab still ships 7.7.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from matplotlib.figure import Figure

from hocsau.interactive import frames
from hocsau.interactive.controls import Control, Slider, ordered, plays
from hocsau.interactive.drawing import Drawing, Run

_PLAY_MS = 450  # between two steps, as book/_static/explore.js has it


@dataclass(frozen=True)
class _Field:
    """Một điều khiển trên màn hình: hàng widget, widget giữ giá trị, và cách hỏi vị trí của nó."""

    row: Any
    widget: Any
    place: Callable[[], int]


def show(run: Run, controls: Mapping[str, Control], alt: str) -> Any:
    """Hiện điều khiển, dòng chữ, hình, theo thứ tự của trang HTML; trả về hộp widget (cho bài kiểm tra)."""
    import ipywidgets as widgets
    from IPython.display import display

    longest = max(len(control.label or key) for key, control in controls.items())
    fields = [_field(widgets, key, control, longest) for key, control in controls.items()]
    picture, reading = widgets.HTML(), widgets.HTML()

    def redraw(_change: Any = None) -> None:
        try:
            drawing = run(tuple(field.place() for field in fields))
        except (RuntimeError, ValueError) as error:  # after the first drawing nobody else would see it
            reading.value = f'<p role="alert" style="color:#b00020">{escape(str(error))}</p>'
            return
        picture.value = _picture(drawing, alt)
        reading.value = _reading(drawing)

    first = run(tuple(c.index for c in controls.values()))  # an error here must reach the cell
    picture.value, reading.value = _picture(first, alt), _reading(first)
    for field in fields:
        field.widget.observe(redraw, names="value")
    box = widgets.VBox([*(field.row for field in fields), reading, picture])
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    shown = {
        "text/plain": f"{first.reading}\n[Hình tương tác: {' '.join(alt.split())}]",
        "application/vnd.jupyter.widget-view+json": view,
    }
    display(shown, raw=True)
    return box


def _field(widgets: Any, key: str, control: Control, longest: int) -> _Field:
    """A list of words is a list; numbers in order are a slider with − and +, ▶ where steps are counted."""
    label = control.label or key
    style = {"description_width": f"{longest + 1}ch"}  # the same for all: the sliders stand in line
    words = {
        "description": label,
        "style": style,
        "layout": widgets.Layout(flex="1 1 auto", width="auto", max_width="36em"),
    }
    if isinstance(control, Slider):
        whole = isinstance(control.values[0], int)
        widget = (widgets.IntSlider if whole else widgets.FloatSlider)(
            value=control.default,
            min=control.values[0],
            max=control.values[-1],
            step=control.values[1] - control.values[0],
            continuous_update=True,
            readout_format="d" if whole else f".{control.decimals}f",
            **words,
        )
        return _steps(widgets, widget, control, label, lambda: _nearest(widget.value, control), "value")
    options = list(control.texts)
    if not ordered(options):
        widget = widgets.Dropdown(options=options, index=control.index, **words)
        return _Field(widget, widget, lambda: widget.index)
    widget = widgets.SelectionSlider(options=options, index=control.index, continuous_update=True, **words)
    return _steps(widgets, widget, control, label, lambda: widget.index, "index")


def _steps(
    widgets: Any, widget: Any, control: Control, label: str, place: Callable[[], int], trait: str
) -> _Field:
    """The slider in a row with its buttons."""
    last = len(control.values) - 1

    def go(to: int) -> None:
        to = min(max(to, 0), last)
        setattr(widget, trait, control.values[to] if trait == "value" else to)

    buttons = []
    for sign, verb, by in (("−", "Giảm", -1), ("+", "Tăng", 1)):
        layout = widgets.Layout(width="44px", height="44px", flex="0 0 auto")
        button = widgets.Button(description=sign, tooltip=f"{verb} {label}", layout=layout)
        button.on_click(lambda _button, by=by: go(place() + by))
        buttons.append(button)
    if plays(label):
        player = widgets.Play(min=0, max=last, step=1, value=control.index, interval=_PLAY_MS)
        player.observe(lambda change: go(change["new"]), names="value")

        def follow(_change: Any) -> None:  # moved by hand: playing goes on from there
            player.value = place()

        widget.observe(follow, names="value")
        buttons.append(player)
    row = widgets.HBox([widget, *buttons], layout=widgets.Layout(align_items="center"))
    return _Field(row, widget, place)


def _nearest(value: float, control: Control) -> int:
    """Where a value stands on the control's own grid (floats from the page may be off by a hair)."""
    step = (control.values[-1] - control.values[0]) / (len(control.values) - 1)
    return min(max(round((value - control.values[0]) / step), 0), len(control.values) - 1)


def _picture(drawing: Drawing, alt: str) -> str:
    if not isinstance(drawing.content, Figure):
        return drawing.content
    width, height = frames.css_size(drawing.content)
    content = base64.b64encode(frames.quick_webp(frames.rasterize(drawing.content, 2.0))).decode("ascii")
    # decoding="sync": without it the picture blinks at every step. Never taller than the page's own pictures.
    limit = f"min(60vh, {frames.MAX_REM:g}rem)"
    return (
        f'<img decoding="sync" alt="{escape(alt)}" width="{width}" height="{height}" '
        f'style="max-width:min(100%, {limit} * {width / height:.4f});height:auto" '
        f'src="data:image/webp;base64,{content}">'
    )


def _reading(drawing: Drawing) -> str:
    return f'<p aria-live="polite" style="margin:0">{escape(drawing.reading)}</p>'
