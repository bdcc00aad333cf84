"""Nền của mọi tầng: tham số, tầng, và chuỗi các tầng."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np

from hocsau.errors import DataError
from hocsau.nn.storage import load_arrays, save_arrays


class Parameter:
    """Một mảng trọng số và gradient cùng shape của nó.

    `grad` chỉ được cộng dồn trong `backward`; optimizer đọc nó rồi mới đổi `data`.
    """

    def __init__(self, data: np.ndarray, name: str = "") -> None:
        self.data = np.asarray(data)
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

    Quy ước: `y = layer.forward(x)`, rồi `dx = layer.backward(dy)` với dy = ∂L/∂y; gradient của tham số
    được **cộng** vào `p.grad`. Tham số và tầng con là các thuộc tính, được tìm theo thứ tự khai báo.
    """

    training = True

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Đầu ra của tầng với đầu vào x (N, …)."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa forward(x)")

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Nhận ∂L/∂y, cộng gradient tham số, trả về ∂L/∂x."""
        raise TypeError(f"{type(self).__name__} chưa định nghĩa backward(dy)")

    def accumulate(self, dy: np.ndarray) -> None:
        """Như `backward` nhưng chỉ cộng gradient tham số, không trả về ∂L/∂x.

        Dùng khi phía trước chỉ còn dữ liệu: ở tầng đầu, ∂L/∂x tốn bằng cả một forward mà không ai dùng.
        """
        self.backward(dy)

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        # a class with a backward of its own must not inherit an accumulate that goes around it
        if "backward" in vars(cls) and "accumulate" not in vars(cls):
            cls.accumulate = Module.accumulate

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return self.forward(x)

    def children(self) -> Iterator[tuple[str, Module]]:
        """Các tầng con trực tiếp, kèm tên."""
        for name, value in vars(self).items():
            if isinstance(value, Module):
                yield name, value

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Parameter]]:
        """Mọi tham số kèm tên đầy đủ, như ("0.weight", Parameter)."""
        for name, value in vars(self).items():
            if isinstance(value, Parameter):
                yield prefix + name, value
        for name, child in self.children():
            yield from child.named_parameters(f"{prefix}{name}.")

    def parameters(self) -> list[Parameter]:
        """Mọi tham số, kể cả của tầng con."""
        return [parameter for _, parameter in self.named_parameters()]

    def named_buffers(self, prefix: str = "") -> Iterator[tuple[str, np.ndarray]]:
        """Những mảng phải lưu cùng model mà không phải tham số (trung bình chạy của batch normalization)."""
        for name in getattr(self, "buffers", ()):
            yield prefix + name, getattr(self, name)
        for name, child in self.children():
            yield from child.named_buffers(f"{prefix}{name}.")

    def train(self, mode: bool = True) -> Module:
        """Chuyển cả model sang chế độ train (dropout tắt bớt, batch normalization dùng batch)."""
        self.training = mode
        for _, child in self.children():
            child.train(mode)
        return self

    def eval(self) -> Module:
        """Chuyển cả model sang chế độ dự đoán."""
        return self.train(False)

    def state_dict(self) -> dict[str, np.ndarray]:
        """Bản sao của mọi tham số và buffer theo tên."""
        named = {name: p.data for name, p in self.named_parameters()} | dict(self.named_buffers())
        return {name: array.copy() for name, array in named.items()}

    def load_state_dict(self, state: dict[str, np.ndarray]) -> None:
        """Nạp tham số và buffer; mọi tên và shape được kiểm trước, sai một chỗ thì không đổi gì.

        Lỗi: ValueError nêu tên còn thiếu, tên thừa, shape sai, hoặc giá trị không hữu hạn.
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

        Lỗi: DataError khi tên tệp không kết thúc bằng .npz hoặc không ghi được.
        """
        save_arrays(path, self.state_dict())

    def load(self, path: str | os.PathLike) -> Module:
        """Nạp tham số và buffer mà `save` đã ghi, rồi trả về chính model.

        Lỗi: DataError khi tệp không có, cụt, hỏng, chứa pickle, hoặc là của model khác (nêu tên thiếu, thừa,
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
        self.layers = list(layers)

    def children(self) -> Iterator[tuple[str, Module]]:
        """Các tầng, đánh số từ 0."""
        return ((str(i), layer) for i, layer in enumerate(self.layers))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """x đi qua lần lượt từng tầng."""
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Gradient đi ngược, từ tầng cuối về tầng đầu."""
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def accumulate(self, dy: np.ndarray) -> None:
        """Gradient đi ngược tới tầng đầu, tầng ấy chỉ cộng gradient tham số."""
        for layer in reversed(self.layers[1:]):
            dy = layer.backward(dy)
        for layer in self.layers[:1]:
            layer.accumulate(dy)

    def __getitem__(self, i: int) -> Module:
        return self.layers[i]

    def __len__(self) -> int:
        return len(self.layers)
