"""network_diagram: nodes, lines and labels for the networks of chapters 5 and 6."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from hocsau import plotting
from hocsau.plotting import network_diagram

NETWORKS = [[1, 1], [2, 1], [2, 2, 1], [2, 2, 2], [2, 4, 1], [2, 3, 3, 1], [3, 4, 4, 2], [784, 100, 10]]


def random_weights(sizes):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape) for shape in zip(sizes, sizes[1:], strict=False)]


def texts(ax, kind):
    return [t.get_text() for t in ax.texts if t.get_gid() == kind]


@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_plain_networks_are_readable(sizes, assert_readable):
    figure, _ = network_diagram(sizes)
    assert figure.get_size_inches()[0] == pytest.approx(4.8)
    assert_readable(figure)


@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_weights_and_values_are_readable(sizes, assert_readable):
    rng = np.random.default_rng(1)
    values = [rng.normal(size=n) for n in sizes]
    figure, _ = network_diagram(sizes, weights=random_weights(sizes), values=values)
    assert_readable(figure)


@pytest.mark.parametrize("sizes", [[2, 1], [2, 2, 1], [2, 2, 2], [2, 3, 3, 1]], ids=str)
def test_every_weight_and_bias_can_be_labelled(sizes, assert_readable):
    figure, ax = network_diagram(sizes, labels=True)
    parameters = sum(a * b + b for a, b in zip(sizes, sizes[1:], strict=False))
    assert len(set(texts(ax, "label"))) == parameters
    assert_readable(figure)


def test_labels_name_source_then_target_then_layer():
    _, ax = network_diagram([2, 3, 3, 1], labels={"w_12^(1)", "b_3^(2)"})
    assert sorted(texts(ax, "label")) == ["$b_{3}^{(2)}$", "$w_{12}^{(1)}$"]
    label = next(t for t in ax.texts if t.get_text() == "$w_{12}^{(1)}$")
    nodes = {t.get_text(): np.array(t.get_position()) for t in ax.texts if t.get_gid() == "node"}
    start, end = nodes["$x_{1}$"], nodes["$a_{2}^{(1)}$"]
    along, off = end - start, np.array(label.get_position()) - start
    assert abs(along[0] * off[1] - along[1] * off[0]) / np.hypot(*along) < 2  # it stands on its own line


def test_labels_of_one_kind():
    _, ax = network_diagram([2, 2, 1], labels="biases")
    assert sorted(texts(ax, "label")) == ["$b_{1}^{(1)}$", "$b_{1}^{(2)}$", "$b_{2}^{(1)}$"]


def test_the_numbers_themselves_can_be_the_labels(assert_readable):
    weights = [np.array([[1.0, -1.0], [1.0, -1.0]]), np.ones((2, 1))]
    biases = [np.array([-0.5, 1.5]), np.array([-1.5])]  # XOR = AND(OR, NAND)
    figure, ax = network_diagram([2, 2, 1], weights=weights, biases=biases, labels="numbers")
    assert sorted(texts(ax, "label")) == sorted(["1", "−1", "1", "−1", "1", "1", "−0.5", "1.5", "−1.5"])
    assert_readable(figure)


def test_labels_may_say_anything():
    _, ax = network_diagram([2, 2, 2], labels={"w_11^(1)": "$w_1$ .15", "b_1^(2)": "$b_2$ .60"})
    assert sorted(texts(ax, "label")) == ["$b_2$ .60", "$w_1$ .15"]


def test_one_label_does_not_stretch_the_picture():
    plain, _ = network_diagram([2, 3, 3, 1])
    labelled, _ = network_diagram([2, 3, 3, 1], labels={"w_12^(1)"})
    assert labelled.get_size_inches()[1] < 1.3 * plain.get_size_inches()[1]


def test_highlighted_lines_and_nodes_are_orange():
    _, ax = network_diagram([2, 3, 1], highlight={"w_12^(1)", "b_1^(2)", "a_2^(1)", "x_1", "y_1"})
    assert sum(line.get_gid() == "glow" for line in ax.lines) == 2
    assert sum(line.get_color() == plotting.ORANGE for line in ax.lines) == 2
    assert sum(to_hex(p.get_edgecolor()) == plotting.ORANGE for p in ax.patches) == 3


def test_layers_whose_gradients_are_unknown_are_drawn_plain():
    gradients = [None, np.array([[0.5], [-0.2]])]
    _, ax = network_diagram([2, 2, 1], gradients=gradients, bias=False)
    assert [sum(line.get_gid() == kind for line in ax.lines) for kind in ("edge", "∂L/∂w")] == [4, 2]


def test_width_shows_size_and_dash_shows_sign():
    _, ax = network_diagram([2, 1], weights=[np.array([[2.0], [-1.0]])], bias=False)
    positive, negative = (line for line in ax.lines if line.get_gid() == "w")
    assert positive.get_linewidth() > 1.5 * negative.get_linewidth()
    assert positive.get_color() == negative.get_color() == plotting.BLUE
    assert (positive.get_linestyle(), negative.get_linestyle()) == ("-", "--")


def test_gradients_beside_weights_are_drawn_apart():
    weights = random_weights([2, 2, 1])
    _, ax = network_diagram([2, 2, 1], weights=weights, gradients=weights, bias=False)
    lines = {kind: [x for x in ax.lines if x.get_gid() == kind] for kind in ("w", "∂L/∂w")}
    assert len(lines["w"]) == len(lines["∂L/∂w"]) == 6
    assert {line.get_color() for line in lines["w"]} == {plotting.BLUE}
    assert {line.get_color() for line in lines["∂L/∂w"]} == {plotting.ORANGE}
    for one, other in zip(lines["w"], lines["∂L/∂w"], strict=True):
        assert np.hypot(*(one.get_xydata() - other.get_xydata()).T).min() > 4


def test_large_layers_are_elided_with_their_count():
    _, ax = network_diagram([784, 100, 10])
    marks = texts(ax, "mark")
    assert marks.count("⋮") == 3
    assert {"784 node", "100 node", "10 node"} <= set(marks)
    assert "$x_{784}$" in texts(ax, "node")


def test_values_of_unknown_layers_are_left_as_symbols():
    _, ax = network_diagram([2, 1], values=[np.array([0.05, 0.1]), None], bias=False)
    assert texts(ax, "node") == ["0.05", "0.1", r"$\hat{y}$"]


def test_bias_nodes_are_optional():
    _, ax = network_diagram([2, 2, 1])
    _, bare = network_diagram([2, 2, 1], bias=False)
    assert len(ax.patches) - len(bare.patches) == 2
    assert len(ax.lines) - len(bare.lines) == 3


def test_inputs_and_activations_are_written(assert_readable):
    figure, ax = network_diagram(
        [3, 4, 1], inputs=["lương", "thâm niên", "nợ"], activations=["ReLU", "sigmoid"]
    )
    assert {"lương", "thâm niên", "nợ", "ReLU", "sigmoid"} <= set(texts(ax, "mark"))
    assert_readable(figure)


def test_drawn_into_given_axes():
    figure, axes = plotting.axes(1, 2, size=(9.6, 3.2))
    same, ax = network_diagram([2, 2, 1], ax=axes[0])
    assert same is figure and ax is axes[0]


def test_twice_the_same_picture():
    one, two = (network_diagram([2, 3, 3, 1], labels=True)[1] for _ in range(2))
    assert [t.get_position() for t in one.texts] == [t.get_position() for t in two.texts]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: network_diagram([3]), "ít nhất hai tầng"),
        (lambda: network_diagram([2, 0]), "số nguyên dương"),
        (lambda: network_diagram([2, 1.5]), "số nguyên dương"),
        (
            lambda: network_diagram([2, 1], weights=[np.ones((1, 2))]),
            r"weights có shape \[\(1, 2\)\]; cần \[\(2, 1\)\]",
        ),
        (lambda: network_diagram([2, 1], gradients=[np.full((2, 1), np.nan)]), "gradients có NaN"),
        (lambda: network_diagram([2, 1], biases=[np.ones(2)]), "biases có shape"),
        (lambda: network_diagram([2, 1], values=[np.ones(2)]), "values có shape"),
        (lambda: network_diagram([2, 1], inputs=["x"]), "inputs có 1 tên"),
        (lambda: network_diagram([2, 1], activations=[]), "activations có 0 tên"),
        (lambda: network_diagram([2, 1], labels={"w_31^(1)"}), "labels: hình không có w_31"),
        (lambda: network_diagram([2, 1], labels="numbers"), "cần weights, biases hoặc gradients"),
        (lambda: network_diagram([2, 1], highlight={"a_1^(1)"}), "highlight: hình không có a_1"),
        (lambda: network_diagram([4, 4, 4], labels=True, size=(4.8, 3.2)), "không đủ chỗ cho"),
        (lambda: network_diagram([8, 8], size=(4.8, 1.0)), "không đủ cho các node"),
    ],
)
def test_bad_input_is_refused_in_vietnamese(call, message):
    with pytest.raises(ValueError, match=message):
        call()
