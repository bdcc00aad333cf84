"""The last place at random: what a notebook prints under `install` holds on processors that we don't have.

A kernel of another processor sums in another order, so that a rounded result differs by a unit in the last
place or a few. `install(seed)` does the same at random: in the notebook's cells and in the modules of hocsau
(imported afterwards), the result of every product of matrices and of every call in ROUNDED; in torch, the
result of every operator in TORCH. A result that a machine has no reason to round (0.5, 3.0) stays.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType
from typing import Any

import numpy as np

NAME = "__jitter__"
PACKAGES = ("hocsau",)
# Calls whose last place depends on the kernel: sums in some order, functions from a vector library.
ROUNDED = {
    *("matmul", "dot", "vdot", "inner", "outer", "einsum", "tensordot", "convolve", "correlate"),
    *("sum", "mean", "std", "var", "cumsum", "average", "norm", "trapezoid"),
    *("exp", "expm1", "log", "log1p", "log2", "log10", "tanh", "sin", "cos", "tan", "power", "logaddexp"),
    *("solve", "inv", "pinv", "lstsq", "det", "eigh", "eig", "svd", "polyfit"),
}
TORCH = {
    *("mm", "addmm", "bmm", "baddbmm", "mv", "dot", "convolution", "convolution_backward"),
    *("sum", "mean", "exp", "log", "tanh", "sigmoid", "softmax", "_softmax", "_log_softmax", "var_mean"),
    *("native_batch_norm", "native_batch_norm_backward", "_native_batch_norm_legit"),
}
# So many low bits zero: the value is exact (a count, a half), and every machine finds the same.
LOW_BITS = {
    np.dtype(np.float64): (np.uint64, np.uint64(2**20 - 1)),
    np.dtype(np.float32): (np.uint32, np.uint32(2**6 - 1)),
}
POOL = 2**18  # factors drawn once; each result takes them from another place on


class Jitter:
    """Calling it with a float or a float array gives one that differs in the last place, or the same."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        steps = self.rng.integers(-1, 2, POOL)
        self.factors = {kind: (1 + steps * np.finfo(kind).eps).astype(kind) for kind in LOW_BITS}

    def __call__(self, value: Any) -> Any:
        """`value` with noise if it is of numpy's floats or Python's, anything else as it came."""
        if isinstance(value, tuple):  # lstsq, svd, eigh
            parts = [self(part) for part in value]
            return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
        if isinstance(value, np.ndarray) and value.dtype in LOW_BITS and type(value) is np.ndarray:
            return self._array(value)
        if isinstance(value, np.float64 | np.float32):
            return self._array(np.asarray(value))[()]
        if type(value) is float:
            return float(self._array(np.asarray(value)))
        return value

    def _array(self, values: np.ndarray) -> np.ndarray:
        unsigned, mask = LOW_BITS[values.dtype]
        factors, start = self.factors[values.dtype], int(self.rng.integers(POOL))
        if values.size > POOL - start:
            factors, start = np.resize(np.roll(factors, -start), values.size), 0
        with np.errstate(all="ignore"):
            noisy = values * factors[start : start + values.size].reshape(values.shape)
        return np.where(np.asarray(values).view(unsigned) & mask, noisy, values)


class Rounding(ast.NodeTransformer):
    """Puts the noise into code: `a @ b` becomes `__jitter__(a @ b)`, and so does each call in ROUNDED."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _noisy(node) if isinstance(node.op, ast.MatMult) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if any(keyword.arg == "out" for keyword in node.keywords):
            return node  # it has written elsewhere
        function = node.func
        return _noisy(node) if isinstance(function, ast.Attribute) and function.attr in ROUNDED else node


def _noisy(node: ast.expr) -> ast.expr:
    function = ast.Name(NAME, ast.Load())
    return ast.fix_missing_locations(ast.copy_location(ast.Call(function, [node], []), node))


def transform(tree: ast.AST) -> ast.AST:
    return Rounding().visit(tree)


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with noise in it; never from or to a .pyc."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return compile(transform(ast.parse(self.get_data(path), path)), path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the modules of PACKAGES for `Loader`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = Loader(spec.loader.name, spec.loader.path)
        return spec


def install(seed: int) -> Jitter:
    """Add the noise to everything that this process imports or (in IPython) runs from now on."""
    import builtins

    jitter = Jitter(seed)
    setattr(builtins, NAME, jitter)
    sys.meta_path.insert(0, Finder())
    from IPython import get_ipython

    if shell := get_ipython():
        shell.ast_transformers.append(Rounding())
    if importlib.util.find_spec("torch") is not None:
        _install_torch(seed)
    return jitter


def _install_torch(seed: int) -> None:
    import torch
    from torch.utils._python_dispatch import TorchDispatchMode

    generator = torch.Generator().manual_seed(seed)  # not torch's own: the notebook draws from that one

    def noisy(result: Any) -> Any:
        if isinstance(result, tuple | list):
            return type(result)(noisy(part) for part in result)
        if not isinstance(result, torch.Tensor) or result.dtype not in (torch.float32, torch.float64):
            return result
        if result.device.type != "cpu":
            return result  # a "meta" tensor has a shape and no numbers
        steps = torch.randint(-1, 2, result.shape, generator=generator)
        return result.add_(result * steps * torch.finfo(result.dtype).eps) if result.numel() else result

    class Noise(TorchDispatchMode):
        def __torch_dispatch__(
            self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None
        ) -> Any:
            result = func(*args, **(kwargs or {}))
            return noisy(result) if func.overloadpacket.__name__ in TORCH else result

    Noise().__enter__()
