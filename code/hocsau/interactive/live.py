"""Hình tương tác khi có kernel: ipywidgets, vẽ lại ngay khi kéo.

Only what ipywidgets 7.7 and 8 share: Colab still ships 7.7.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import Any

from matplotlib.figure import Figure

from hocsau.interactive import frames
from hocsau.interactive.controls import Control, Slider
from hocsau.interactive.drawing import Drawing, Run


def show(run: Run, controls: Mapping[str, Control], alt: str) -> Any:
    """Hiện điều khiển, hình và dòng chữ; trả về hộp widget (cho các bài kiểm tra)."""
    import ipywidgets as widgets
    from IPython.display import display

    longest = max(len(control.label or key) for key, control in controls.items())
    inputs = [_input(widgets, key, control, longest) for key, control in controls.items()]
    picture, reading = widgets.HTML(), widgets.HTML()

    def redraw(_change: Any = None) -> None:
        indices = tuple(_index(w, c) for w, c in zip(inputs, controls.values(), strict=True))
        try:
            drawing = run(indices)
        except (RuntimeError, ValueError) as error:  # after the first drawing nobody else would see it
            reading.value = f'<p role="alert" style="color:#b00020">{escape(str(error))}</p>'
            return
        picture.value = _picture(drawing, alt)
        reading.value = _reading(drawing)

    first = run(tuple(c.index for c in controls.values()))  # an error here must reach the cell
    picture.value, reading.value = _picture(first, alt), _reading(first)
    for control in inputs:
        control.observe(redraw, names="value")
    box = widgets.VBox([*inputs, picture, reading])
    view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    shown = {
        "text/plain": f"{first.reading}\n[Hình tương tác: {' '.join(alt.split())}]",
        "application/vnd.jupyter.widget-view+json": view,
    }
    display(shown, raw=True)
    return box


def _input(widgets: Any, key: str, control: Control, longest: int) -> Any:
    label = control.label or key
    style = {"description_width": f"{longest + 1}ch"}  # the same for all: the sliders stand in line
    layout = widgets.Layout(width="auto", max_width="36em")
    if not isinstance(control, Slider):
        return widgets.Dropdown(
            options=list(control.texts),
            index=control.index,
            description=label,
            style=style,
            layout=layout,
        )
    whole = isinstance(control.values[0], int)
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    return kind(
        value=control.default,
        min=control.values[0],
        max=control.values[-1],
        step=control.values[1] - control.values[0],
        description=label,
        continuous_update=True,
        readout_format="d" if whole else f".{control.decimals}f",
        style=style,
        layout=layout,
    )


def _index(widget: Any, control: Control) -> int:
    """Where the widget stands on the control's own grid (floats from the page may be off by a hair)."""
    if not isinstance(control, Slider):
        return widget.index
    step = (control.values[-1] - control.values[0]) / (len(control.values) - 1)
    return min(max(round((widget.value - control.values[0]) / step), 0), len(control.values) - 1)


def _picture(drawing: Drawing, alt: str) -> str:
    if not isinstance(drawing.content, Figure):
        return drawing.content
    width, height = frames.css_size(drawing.content)
    content = base64.b64encode(frames.quick_webp(frames.rasterize(drawing.content, 2.0))).decode("ascii")
    # decoding="sync": without it the picture blinks at every step
    return (
        f'<img decoding="sync" alt="{escape(alt)}" width="{width}" height="{height}" '
        f'style="max-width:100%;height:auto" src="data:image/webp;base64,{content}">'
    )


def _reading(drawing: Drawing) -> str:
    return f'<p aria-live="polite" style="margin:0">{escape(drawing.reading)}</p>'
