"""Vẽ đồ thị tính toán: giá trị đi xuôi, đạo hàm đi ngược, từng bước một."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from hocsau.nn.graph import Value
from hocsau.plotting.canvas import FONT, canvas, capsule, number, symbol, text_size
from hocsau.plotting.graph_layout import LINE, NODE_FONT, Drawing, Layout, Link, compose
from hocsau.plotting.graph_steps import Plan, constant, operation_text
from hocsau.plotting.style import BLUE, DARK, GREY, ORANGE


def computational_graph(
    root: Value,
    *,
    step: int | None = None,
    size: tuple[float, float] | None = None,
    derivatives: str = "loss",
    digits: int = 3,
) -> tuple[Figure, Any]:
    """Vẽ đồ thị tính ra `root`: node là phép tính hoặc đầu vào, trên mỗi cạnh là giá trị và đạo hàm.

    Số xanh (dòng trên) là giá trị chạy trên cạnh; số cam (dòng dưới) là đạo hàm của root theo cạnh ấy. Số
    vào nhiều phép tính thì đạo hàm của nó là tổng các số cam trên cạnh đi ra. Cạnh từ hằng số không có nhãn.

    Tham số:
        root: số cuối cùng (thường là loss).
        step: None: hiện tất cả; 0: chỉ đầu vào; k: k bước đầu, bước thứ k được tô cam (xem graph_steps,
            graph_reading).
        size: rộng × cao (inch), mặc định vừa đủ (chữ luôn 12 pt: đồ thị dài thì đi từ trên xuống); nếu thanh
            trượt làm *giá trị* thay đổi thì hãy cho size cố định để các hình cùng cỡ.
        derivatives: "loss": ∂root/∂cạnh, "local": đạo hàm của riêng phép tính ở cuối cạnh.
        digits: số chữ số có nghĩa.

    Trả về:
        (figure, axes).

    Lỗi:
        ValueError: step ngoài 0 … graph_steps(root), root chưa qua phép tính nào, hoặc size quá nhỏ.
    """
    plan = Plan(root)
    shown = plan.check(step)
    if derivatives not in ("loss", "local"):
        raise ValueError(f'derivatives = {derivatives!r}; cần "loss" hoặc "local"')
    back = plan.flow if derivatives == "loss" else plan.partial
    drawing = Drawing(
        texts=tuple(_node_text(node, digits) for node in plan.nodes),
        titles=tuple(symbol(node.name) if node.parents else "" for node in plan.nodes),
        links=plan.links,
        labels=tuple(
            None
            if constant(plan.nodes[link.start])
            else (number(plan.nodes[link.start].data, digits), number(back(link), digits))
            for link in plan.links
        ),
    )
    layout = compose(drawing, None if size is None else (float(size[0]), float(size[1])))
    figure, ax = canvas(layout.width, layout.height)
    now = plan.sequence[shown - 1] if step else None
    _draw_edges(ax, layout, now)
    _draw_nodes(ax, layout, drawing, plan, now)
    _draw_labels(ax, layout, drawing, plan, shown, now)
    name = root.name or "đầu ra"
    lower = f"dòng dưới: đạo hàm của {name}"
    _draw_legend(ax, layout, "dòng dưới: đạo hàm phép tính" if derivatives == "local" else lower)
    return figure, ax


def _node_text(node: Value, digits: int) -> str:
    if node.parents:
        return operation_text(node.operation)
    return symbol(node.name) if node.name else number(node.data, digits)


def _draw_edges(ax: Any, layout: Layout, now: int | Link | None) -> None:
    for link, path in layout.paths.items():
        lit = link == now or (isinstance(now, int) and link.end == now)
        colour, width = (ORANGE, 2.2) if lit else (GREY, 1.1)
        ax.plot(*path[:-3].T, color=colour, lw=width, zorder=2 if lit else 1, gid="edge")
        tip = {"arrowstyle": "-|>,head_width=0.22,head_length=0.5", "color": colour, "lw": width}
        ax.annotate("", path[-1], path[-8], arrowprops=tip | {"shrinkA": 0, "shrinkB": 0}, zorder=2)


def _draw_nodes(ax: Any, layout: Layout, drawing: Drawing, plan: Plan, now: int | Link | None) -> None:
    text = {"ha": "center", "size": NODE_FONT, "color": DARK, "zorder": 4}
    for k, box in enumerate(layout.boxes):
        style: dict[str, Any] = {"fc": "white", "ec": DARK, "lw": 1.4}
        if not plan.nodes[k].parents:  # inputs are grey, constants have no border
            style = {"fc": "#eef1f5", "ec": "#eef1f5" if constant(plan.nodes[k]) else GREY, "lw": 1.0}
        if k == now or (isinstance(now, Link) and now.end == k):
            style |= {"ec": ORANGE, "lw": 2.8}
        capsule(ax, box, zorder=3, **style)
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        ax.text(*middle, drawing.texts[k], va="center_baseline", gid="node", **text)
    for k, spot in layout.names.items():
        ax.text(*spot, drawing.titles[k], va="center", gid="name", **text)


def _draw_labels(
    ax: Any, layout: Layout, drawing: Drawing, plan: Plan, shown: int, now: int | Link | None
) -> None:
    seen = set(plan.sequence[:shown])
    for link, pair in zip(drawing.links, drawing.labels, strict=True):
        if pair is None:
            continue
        known = link.start in seen or not plan.nodes[link.start].parents
        x, y = layout.spots[link]
        lines = [(pair[0], y + LINE / 2, BLUE, "value", known, link.start == now)]
        lines.append((pair[1], y - LINE / 2, ORANGE, "derivative", link in seen, link == now))
        if link in seen and not _flat(layout.paths[link]):
            # between the two numbers a piece of the edge would look like an accent on the lower one
            wide = max(text_size(text)[0] for text in pair) / 2
            patch = Rectangle((x - wide, y - LINE / 2), 2 * wide, LINE, fc="white", ec="none", zorder=2.5)
            ax.add_patch(patch)
        for text, height, colour, kind, visible, current in lines:
            if visible:
                patch = {"fc": "#ffefd6" if current else "white", "ec": "none", "boxstyle": "square,pad=0.04"}
                weight = "bold" if current else "normal"
                style = {"ha": "center", "va": "center", "size": FONT, "weight": weight, "zorder": 5}
                ax.text(x, height, text, color=colour, bbox=patch, gid=kind, **style)


def _flat(path: np.ndarray) -> bool:
    along, up = np.abs(path[-1] - path[0])
    return up < 0.06 * along


def _draw_legend(ax: Any, layout: Layout, lower: str) -> None:
    upper = "dòng trên: giá trị"
    style = {"va": "center", "size": FONT, "gid": "legend"}
    ax.text(6, layout.height - FONT + 1, upper, color=BLUE, **style)
    ax.text(6 + text_size(upper)[0] + 16, layout.height - FONT + 1, lower, color=ORANGE, **style)
