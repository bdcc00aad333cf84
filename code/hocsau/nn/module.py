"""Nền của mọi tầng: tham số, tầng, và chuỗi các tầng."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from hocsau.errors import DataError
from hocsau.nn.arrays import as_float
from hocsau.nn.memory import Memory, one_pass
from hocsau.nn.storage import load_arrays, save_arrays

T = TypeVar("T")


class Parameter:
    """Một mảng trọng số và gradient cùng shape của nó.

    `grad` chỉ được cộng dồn trong `backward`; optimizer đọc nó rồi mới đổi `data`. Muốn hai tầng chung trọng
    số thì cho hai tầng cùng một Parameter (`b.weight = a.weight`): gradient của hai bên cộng lại, optimizer
    đổi nó một lần.

    Tham số:
        data: mảng số thực; số nguyên thì được đổi sang số thực.
        name: tên để đọc.

    Lỗi:
        ValueError: data không phải mảng số.
    """

    def __init__(self, data: ArrayLike, name: str = "") -> None:
        self.data = as_float(data, name or "Parameter")
        self.grad = np.zeros_like(self.data)
        self.name = name

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape của mảng trọng số."""
        return self.data.shape

    def zero_grad(self) -> None:
        """Đặt gradient về 0, giữ nguyên mảng."""
        self.grad.fill(0)

    def __repr__(self) -> str:
        return f"Parameter({self.name or '?'}, shape={self.shape})"


class Module:
    """Một tầng (layer): `forward` tính đầu ra và nhớ những gì `backward` cần.

    Quy ước: `y = layer(x)`, rồi `dx = layer.backward(dy)` với dy = ∂L/∂y; gradient của tham số được **cộng**
    vào `p.grad`. Tầng có nhiều đầu vào thì `layer(a, b)`, và backward trả về (da, db).

    Tham số và tầng con là các thuộc tính, kể cả khi nằm trong list, tuple, dict; chúng được tìm theo thứ tự
    khai báo và mỗi cái chỉ được kể một lần, với tên gặp trước ("weight", "layers.0.weight", "parts.a.bias").

    Viết một tầng: forward kết thúc bằng `return self.remember(y, …)`, backward bắt đầu bằng
    `dy, … = self.recall(dy)`. Nhờ vậy một tầng được gọi ở nhiều chỗ trong một model vẫn cho gradient đúng.
    """

    training = True

    def forward(self, *inputs: Any) -> Any:
        """Đầu ra của tầng với đầu vào x (N, …)."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa forward(x)")

    def backward(self, dy: Any) -> Any:
        """Nhận ∂L/∂y, cộng gradient tham số, trả về ∂L/∂x (nhiều đầu vào thì một tuple)."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa backward(dy)")

    def accumulate(self, dy: Any) -> None:
        """Như `backward` nhưng chỉ cộng gradient tham số, không trả về ∂L/∂x.

        Dùng khi phía trước chỉ còn dữ liệu: ở tầng đầu, ∂L/∂x tốn bằng cả một forward mà không ai dùng.
        """
        self.backward(dy)

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        # a class with a backward of its own must not inherit an accumulate that goes around it
        if "backward" in vars(cls) and "accumulate" not in vars(cls):
            cls.accumulate = Module.accumulate  # type: ignore[method-assign]

    def __call__(self, *inputs: Any, **named: Any) -> Any:
        """`forward`, trong một lượt: các tầng được gọi bên trong thuộc cùng lượt ấy.

        Lỗi:
            ValueError: tầng này đã được gọi trong cùng lượt, mà nó nhớ bằng thuộc tính thường nên chỉ nhớ
                được lần sau.
        """
        with one_pass as current:
            if not current.meet(self):
                return self.forward(*inputs, **named)
            before = dict(vars(self))
            y = self.forward(*inputs, **named)
            if written := [name for name, value in vars(self).items() if value is not before.get(name)]:
                raise ValueError(
                    f"tầng {type(self).__name__} được gọi hai lần trong một forward, mà lần sau ghi đè "
                    f"self.{written[0]} của lần trước nên backward sẽ sai; mỗi chỗ hãy dùng một tầng riêng, "
                    "hoặc trong tầng ấy dùng self.remember và self.recall"
                )
            return y

    def remember(self, y: np.ndarray, *things: Any) -> np.ndarray:
        """Cất những gì backward của chính lần forward này cần, rồi trả lại y.

        Tham số:
            y: đầu ra; dy sau này phải cùng shape.
            things: mảng, shape, số … mà `recall` sẽ trả lại.
        """
        self._kept().push(y.shape, things)
        return y

    def recall(self, dy: ArrayLike) -> tuple[Any, ...]:
        """(dy, *things): dy đã kiểm, và những gì `remember` đã cất ở lần forward tương ứng.

        Lỗi:
            ValueError: chưa có forward, dy không phải mảng số hoặc khác shape của y, hoặc không rõ dy thuộc
                về lần forward nào (xem `hocsau.nn.memory`).
        """
        dy = as_float(dy, "dy")
        memory = self._kept()
        shape, things, _ = memory.pop(type(self).__name__)
        if dy.shape != shape:
            memory.next += 1  # nothing has been used
            raise ValueError(f"dy có shape {dy.shape}; cần {shape} như đầu ra của forward")
        return (dy, *things)

    def _kept(self) -> Memory:
        memory = vars(self).get("_memory")
        if memory is None:
            memory = vars(self)["_memory"] = Memory()
        return memory

    def children(self) -> Iterator[tuple[str, Module]]:
        """Các tầng con trực tiếp, kèm tên, kể cả tầng nằm trong list, tuple, dict."""
        for name, value in vars(self).items():
            yield from _found(name, value, Module)

    def named_modules(self) -> Iterator[tuple[str, Module]]:
        """Chính nó (tên "") và mọi tầng bên trong, mỗi tầng một lần, tầng ngoài trước."""
        seen: set[int] = set()
        waiting: list[tuple[str, Module]] = [("", self)]
        while waiting:
            name, module = waiting.pop()
            if id(module) not in seen:
                seen.add(id(module))
                yield name, module
                inside = [(f"{name}.{child}" if name else child, m) for child, m in module.children()]
                waiting += reversed(inside)

    def modules(self) -> Iterator[Module]:
        """Chính nó và mọi tầng bên trong, mỗi tầng một lần."""
        return (module for _, module in self.named_modules())

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Mọi tham số kèm tên đầy đủ, như ("0.weight", Parameter); tham số dùng chung chỉ được kể một lần."""
        seen: set[int] = set()
        for prefix, module in self.named_modules():
            for attribute, value in vars(module).items():
                for name, parameter in _found(attribute, value, Parameter):
                    if id(parameter) not in seen:
                        seen.add(id(parameter))
                        yield f"{prefix}.{name}" if prefix else name, parameter

    def parameters(self) -> list[Parameter]:
        """Mọi tham số, kể cả của tầng con, mỗi tham số một lần."""
        return [parameter for _, parameter in self.named_parameters()]

    def named_buffers(self) -> Iterator[tuple[str, np.ndarray]]:
        """Những mảng phải lưu cùng model mà không phải tham số (trung bình chạy của batch normalization)."""
        for prefix, module in self.named_modules():
            for name in getattr(module, "buffers", ()):
                yield f"{prefix}.{name}" if prefix else name, getattr(module, name)

    def train(self, mode: bool = True) -> Self:
        """Chuyển cả model sang chế độ train (dropout tắt bớt, batch normalization dùng batch)."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        """Chuyển cả model sang chế độ dự đoán."""
        return self.train(False)

    def state_dict(self) -> dict[str, np.ndarray]:
        """Bản sao của mọi tham số và buffer theo tên."""
        named = {name: p.data for name, p in self.named_parameters()} | dict(self.named_buffers())
        return {name: array.copy() for name, array in named.items()}

    def load_state_dict(self, state: Mapping[str, np.ndarray]) -> None:
        """Nạp tham số và buffer; mọi tên và shape được kiểm trước, sai một chỗ thì không đổi gì.

        Lỗi:
            ValueError: nêu tên còn thiếu, tên thừa, shape sai, hoặc giá trị không hữu hạn.
        """
        targets = {name: p.data for name, p in self.named_parameters()} | dict(self.named_buffers())
        missing, extra = sorted(targets.keys() - state.keys()), sorted(state.keys() - targets.keys())
        if missing or extra:
            said = [f"thiếu {', '.join(missing)}"] * bool(missing) + [f"thừa {', '.join(extra)}"] * bool(
                extra
            )
            raise ValueError(f"state_dict không khớp với model: {'; '.join(said)}")
        arrays = {name: np.asarray(state[name]) for name in targets}
        fitted = {}
        for name, array in arrays.items():
            if array.shape != targets[name].shape:
                raise ValueError(f"{name} có shape {array.shape}; model cần {targets[name].shape}")
            if array.dtype.kind not in "fiu" or not np.all(np.isfinite(array)):
                raise ValueError(f"{name} phải là mảng số hữu hạn (không NaN, không inf)")
            with np.errstate(over="ignore"):
                fitted[name] = array.astype(targets[name].dtype)
            if not np.all(np.isfinite(fitted[name])):
                raise ValueError(f"{name} có số quá lớn cho {targets[name].dtype}, kiểu số của model")
        for name, array in fitted.items():
            targets[name][...] = array

    def save(self, path: str | os.PathLike) -> None:
        """Ghi mọi tham số và buffer vào tệp .npz (không pickle); tệp cũ còn nguyên tới khi tệp mới đã đủ.

        Lỗi:
            DataError: tên tệp không kết thúc bằng .npz hoặc không ghi được.
        """
        save_arrays(path, self.state_dict())

    def load(self, path: str | os.PathLike) -> Self:
        """Nạp tham số và buffer mà `save` đã ghi, rồi trả về chính model.

        Lỗi:
            DataError: tệp không có, cụt, hỏng, chứa pickle, hoặc là của model khác (nêu tên thiếu, thừa,
                shape sai); khi ấy model giữ nguyên.
        """
        arrays = load_arrays(path)
        try:
            self.load_state_dict(arrays)
        except ValueError as error:
            raise DataError(f"{path}: {error}") from None
        return self


class Sequential(Module):
    """Nối các tầng: đầu ra của tầng trước là đầu vào của tầng sau."""

    def __init__(self, *layers: Module) -> None:
        for i, layer in enumerate(layers):
            if not isinstance(layer, Module):
                raise ValueError(f"tầng {i} của Sequential là {layer!r}; cần một tầng đã tạo, như nn.ReLU()")
        self.layers = list(layers)

    def children(self) -> Iterator[tuple[str, Module]]:
        """Các tầng, đánh số từ 0."""
        return ((str(i), layer) for i, layer in enumerate(self.layers))

    def forward(self, *inputs: Any) -> Any:
        """Đầu vào đi qua lần lượt từng tầng; nhiều đầu vào thì tầng đầu nhận tất cả."""
        if not self.layers:
            return inputs[0] if len(inputs) == 1 else inputs
        first, *rest = self.layers
        x = first(*inputs)
        for layer in rest:
            x = layer(x)
        return x

    def backward(self, dy: Any) -> Any:
        """Gradient đi ngược, từ tầng cuối về tầng đầu."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def accumulate(self, dy: Any) -> None:
        """Gradient đi ngược tới tầng đầu, tầng ấy chỉ cộng gradient tham số."""
        for layer in reversed(self.layers[1:]):
            dy = layer.backward(dy)
        for layer in self.layers[:1]:
            layer.accumulate(dy)

    def __getitem__(self, i: int) -> Module:
        return self.layers[i]

    def __len__(self) -> int:
        return len(self.layers)


def _found(name: str, value: object, kind: type[T]) -> Iterator[tuple[str, T]]:
    """The layers (or parameters) in an attribute: itself, or those that lie in its list, tuple or dict."""
    if isinstance(value, kind):
        yield name, value
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _found(f"{name}.{i}", item, kind)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _found(f"{name}.{key}", item, kind)
