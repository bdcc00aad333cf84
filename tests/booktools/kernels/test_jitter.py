"""Noise in the last place: where a machine rounds, nowhere else, and in every part of a notebook."""

import ast
import json
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from booktools.kernels.jitter import Jitter, transform


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_the_last_place_moves_and_no_other(kind):
    values = np.random.default_rng(0).normal(size=(400, 700)).astype(kind)
    noisy = Jitter(1)(values)
    assert noisy.dtype == kind and noisy.shape == values.shape and 0.5 < (noisy != values).mean() < 0.8
    assert np.abs(noisy / values - 1).max() <= 2 * np.finfo(kind).eps


@pytest.mark.parametrize(
    "value",
    [0.5, 3.0, 0.0, np.inf, 7, True, "a", None, np.float64(-0.25), np.arange(5), np.array([1.5, 2.0]), [0.1]],
)
def test_what_is_exact_or_no_float_stays(value):
    found = [Jitter(seed)(value) for seed in range(20)]
    assert all(np.array_equal(one, value) and type(one) is type(value) for one in found)


@pytest.mark.parametrize("value", [0.1, np.float64(0.1), np.float32(0.1), np.array(0.1)])
def test_scalars_keep_their_type(value):
    jitter = Jitter(0)
    found = [jitter(value) for _ in range(50)]
    assert len({float(one) for one in found}) == 3 and {type(one) for one in found} == {type(value)}


def test_not_a_number_stays_one_and_tuples_keep_theirs():
    assert np.isnan(Jitter(0)(np.array([np.nan, 0.1]))).tolist() == [True, False]
    found = Jitter(0)(np.linalg.eigh(np.array([[2.0, 0.1], [0.1, 1.0]])))
    assert hasattr(found, "eigenvalues")


def test_products_and_sums_are_wrapped_wherever_they_stand():
    code = ast.unparse(
        transform(ast.parse("y = f(x @ w, x.sum()) + np.exp(z)\ng(a, out=b); np.sum(a, out=b)"))
    )
    first, second, third = code.splitlines()
    assert first == "y = f(__jitter__(x @ w), __jitter__(x.sum())) + __jitter__(np.exp(z))"
    assert (second, third) == ("g(a, out=b)", "np.sum(a, out=b)")


PROGRAMS = {
    "hocsau": """
        import json, numpy as np
        from hocsau.nn import Linear
        layer = Linear(30, 2, rng=np.random.default_rng(0))
        x = np.random.default_rng(1).normal(size=(3, 30))
        print(json.dumps({"y": layer.forward(x).tolist(), "drawn": x.tolist()}))
        """,
    "torch": """
        import json, torch
        torch.manual_seed(0)
        x = torch.nn.Linear(30, 2)(torch.randn(3, 30))
        x.square().sum().backward()
        assert (torch.ones(2, 2, device="meta") @ torch.ones(2, 2, device="meta")).shape == (2, 2)
        print(json.dumps({"y": x.tolist(), "drawn": torch.rand(1).item()}))
        """,
}


@pytest.fixture(scope="module")
def printed() -> dict[int | None, list[str]]:
    """What the programs print, by the seed of the noise; without noise, they run twice."""

    def run(seed: int | None) -> list[str]:
        install = "" if seed is None else f"from booktools.kernels import jitter; jitter.install({seed})\n"
        code = "".join(map(textwrap.dedent, PROGRAMS.values())) * (2 if seed is None else 1)
        command = [sys.executable, "-c", install + code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    return {seed: run(seed) for seed in (None, 1, 2)}


@pytest.mark.parametrize("program", range(len(PROGRAMS)), ids=PROGRAMS)
def test_the_package_and_torch_get_noise_and_nothing_else_changes(printed, program: int):
    plain, again = printed[None][program :: len(PROGRAMS)]
    noisy, other = printed[1][program], printed[2][program]
    assert plain == again and len({plain, noisy, other}) == 3
    numbers = [np.array(json.loads(text)["y"]) for text in (plain, noisy)]
    np.testing.assert_allclose(*numbers, rtol=1e-4, atol=1e-6)
    assert json.loads(plain)["drawn"] == json.loads(noisy)["drawn"]
