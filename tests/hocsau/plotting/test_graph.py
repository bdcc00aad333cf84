"""computational_graph: what stands where, for the graphs of chapters 4 and 6."""

import numpy as np
import pytest

from hocsau.nn.graph import Value, total
from hocsau.plotting import BLUE, ORANGE, computational_graph, graph_reading, graph_steps


def square():
    return (2 * Value(1.0, "x") + 1) ** 2


def sigmoid():
    return 1 / (1 + (-Value(0.5, "x")).exp())


def logistic():
    w0, w1, w2 = (Value(v, n) for v, n in ((0.5, "w0"), (-0.8, "w1"), (0.3, "w2")))
    x1, x2, y = Value(2.0, "x1"), Value(1.5, "x2"), 1.0
    a = (w0 + w1 * x1 + w2 * x2).named("z").sigmoid().named("ŷ")
    return (-(y * a.log() + (1 - y) * (1 - a).log())).named("L")


def network():
    rng = np.random.default_rng(0)
    x = [Value(1.0, "x1"), Value(0.0, "x2")]

    def neuron(inputs, layer, j):
        terms = [value * Value(rng.normal(), f"w_{i}{j}^({layer})") for i, value in enumerate(inputs, 1)]
        return total([*terms, Value(rng.normal(), f"b_{j}^({layer})")]).named(f"z_{j}^({layer})").sigmoid()

    hidden = [neuron(x, 1, j).named(f"a_{j}^(1)") for j in (1, 2)]
    return ((neuron(hidden, 2, 1).named("ŷ") - 1) ** 2).named("L")


def network_of_plain_sums():
    rng = np.random.default_rng(0)
    x1, x2 = Value(1.0, "x1"), Value(0.0, "x2")

    def neuron(a, b, names):
        w, v, bias = (Value(rng.normal(), name) for name in names)
        return (a * w + b * v + bias).sigmoid()

    hidden = [neuron(x1, x2, (f"w_1{j}^(1)", f"w_2{j}^(1)", f"b_{j}^(1)")) for j in (1, 2)]
    y = neuron(*hidden, ("w_11^(2)", "w_21^(2)", "b_1^(2)"))
    return ((y - 1) ** 2).named("L")


def twice():
    x = Value(3.0, "x")
    return (x * x + x).named("y")


GRAPHS = [square, sigmoid, logistic, network, network_of_plain_sums, twice]


def texts(figure, kind):
    return [t.get_text() for t in figure.axes[0].texts if t.get_gid() == kind]


def test_values_are_blue_and_what_flows_back_is_orange():
    figure, ax = computational_graph(logistic())
    colours = {
        kind: {t.get_color() for t in ax.texts if t.get_gid() == kind} for kind in ("value", "derivative")
    }
    assert colours == {"value": {BLUE}, "derivative": {ORANGE}}


@pytest.mark.parametrize("build", GRAPHS)
@pytest.mark.parametrize("derivatives", ["loss", "local"])
def test_nothing_overlaps(build, derivatives, assert_readable):
    figure, _ = computational_graph(build(), derivatives=derivatives)
    assert figure.get_size_inches()[0] == pytest.approx(4.8)
    assert_readable(figure)


@pytest.mark.parametrize("build", GRAPHS)
def test_labels_stand_clear_of_nodes(build, text_boxes):
    figure, ax = computational_graph(build())
    figure.draw_without_rendering()
    nodes = [p.get_window_extent() for p in ax.patches if p.get_zorder() == 3]
    for text, (x0, y0, x1, y1) in text_boxes(figure):
        if text.get_gid() in ("value", "derivative", "name"):
            for node in nodes:
                n = [v * 72 / figure.dpi for v in node.extents]
                assert x1 < n[0] + 1 or n[2] < x0 + 1 or y1 < n[1] + 1 or n[3] < y0 + 1, text


def test_every_edge_but_a_constants_has_value_and_derivative():
    figure, _ = computational_graph(square())
    assert sorted(texts(figure, "value")) == ["1", "2", "3", "9"]
    assert sorted(texts(figure, "derivative")) == ["1", "12", "6", "6"]
    assert sorted(texts(figure, "node")) == sorted(["2", "$x$", "×", "1", "+", r"$(\cdot)^{2}$"])


def test_local_derivatives_multiply_to_the_whole():
    figure, _ = computational_graph(square(), derivatives="local")
    assert sorted(texts(figure, "derivative")) == ["1", "1", "2", "6"]


def test_steps_reveal_one_number_each():
    root = twice()
    shown = []
    for step in range(graph_steps(root) + 1):
        figure, _ = computational_graph(root, step=step)
        shown.append((len(texts(figure, "value")), len(texts(figure, "derivative"))))
    # x is known at the start, on its three edges
    assert shown == [(3, 0), (4, 0), (5, 0), (5, 1), (5, 2), (5, 3), (5, 4), (5, 5)]


def test_every_step_has_the_same_size_and_places():
    root = logistic()
    places = []
    for step in (0, 5, graph_steps(root)):
        figure, ax = computational_graph(root, step=step)
        nodes = [(t.get_text(), t.get_position()) for t in ax.texts if t.get_gid() == "node"]
        places.append((tuple(figure.get_size_inches()), nodes))
    assert places[0] == places[1] == places[2]


def test_the_current_step_is_the_only_bold_one():
    root = square()
    for step in range(1, graph_steps(root) + 1):
        _, ax = computational_graph(root, step=step)
        assert [t.get_weight() for t in ax.texts].count("bold") == 1


def test_readings_of_the_square():
    root = square()
    readings = [graph_reading(root, k) for k in range(graph_steps(root) + 1)]
    assert readings[0] == "Bước 0/7: đầu vào x = 1."
    assert readings[3] == "Bước 3/7, đi xuôi: 3 mũ 2 = 9."
    assert readings[5] == "Bước 5/7, đi ngược qua phép mũ 2: 1 × 6 = 6."
    assert readings[7] == "Bước 7/7, đi ngược qua phép ×: 6 × 2 = 12 = đạo hàm theo x."


def test_a_named_root_is_named_in_the_derivative():
    root = square().named("u")
    assert graph_reading(root, graph_steps(root)).endswith("6 × 2 = 12 = ∂u/∂x.")


def test_branches_of_a_nameless_root():
    x = Value(3.0, "x")
    root = x * x + x
    last = graph_steps(root)
    assert graph_reading(root, last - 1).endswith("một phần của đạo hàm theo x.")
    assert graph_reading(root, last).endswith("cộng các nhánh: đạo hàm theo x = 1 + 3 + 3 = 7.")


def test_reading_sums_over_the_branches():
    root = twice()
    assert graph_reading(root, graph_steps(root)).endswith("cộng các nhánh: ∂y/∂x = 1 + 3 + 3 = 7.")


def test_readings_are_one_line_each():
    for build in GRAPHS:
        root = build()
        assert all("\n" not in graph_reading(root, k) for k in range(graph_steps(root) + 1))


def test_drawing_does_not_touch_grad():
    root = square()
    computational_graph(root)
    assert all(node.grad == 0 for node in root.nodes())


def test_a_fixed_size_is_kept(assert_readable):
    figure, _ = computational_graph(square(), size=(4.8, 3.2))
    assert tuple(figure.get_size_inches()) == (4.8, 3.2)
    assert_readable(figure)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: computational_graph(square(), step=8), "từ 0 đến 7"),
        (lambda: computational_graph(square(), step=-1), "từ 0 đến 7"),
        (lambda: computational_graph(square(), step=1.5), "số nguyên"),
        (lambda: computational_graph(square(), step="2"), "số nguyên"),
        (lambda: computational_graph(Value(1.0, "x")), "chưa qua phép tính nào"),
        (lambda: computational_graph(3.0), "đang nhận float"),
        (lambda: computational_graph(square(), derivatives="all"), '"loss" hoặc "local"'),
        (lambda: computational_graph(logistic(), size=(2, 2)), "quá nhỏ"),
        (lambda: graph_reading(square(), 9), "từ 0 đến 7"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(call, message):
    with pytest.raises(ValueError, match=message):
        call()
