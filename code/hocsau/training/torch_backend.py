"""Một bước học của model torch; chỉ được nạp khi model là của torch."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from hocsau.training import torch_optimizer
from hocsau.training.backend import Backend, State
from hocsau.training.stored import same_arrays
from hocsau.training.trees import call, map_tree


class TorchBackend(Backend):
    """Nối `fit` với torch.nn.Module, torch.optim và loss trả về một tensor vô hướng."""

    def __init__(self, model: torch.nn.Module, loss: Callable, optimizer: torch.optim.Optimizer) -> None:
        if not isinstance(optimizer, torch.optim.Optimizer):
            raise ValueError(
                f"optimizer có kiểu {type(optimizer).__name__}; model torch cần optimizer của torch.optim, "
                "ví dụ torch.optim.Adam(model.parameters())"
            )
        self.model, self.loss, self.optimizer = model, loss, optimizer
        self.parameters = list(model.parameters())
        if not self.parameters:
            raise ValueError("model không có tham số nào để học")
        if any(p.dtype == torch.bfloat16 for p in self.parameters):
            raise ValueError(
                "model có tham số bfloat16, kiểu mà numpy không có nên fit không chụp lại được; hãy dùng "
                "model.float()"
            )
        mine = {id(p) for p in self.parameters}
        if not all(id(p) in mine for group in optimizer.param_groups for p in group["params"]):
            raise ValueError("optimizer giữ tham số của một model khác; hãy tạo lại optimizer từ model này")
        self.device, self.dtype = self.parameters[0].device, self.parameters[0].dtype
        first = optimizer.param_groups[0]["lr"]
        # a schedule moves the first group's rate, and the others keep their ratio to it
        self.shares = [float(group["lr"] / first) if first else 1.0 for group in optimizer.param_groups]

    def convert(self, a: np.ndarray) -> torch.Tensor:
        """Số thực đổi sang dtype của tham số; số nguyên thành int64, bool thành dtype của tham số."""
        dtype = torch.int64 if a.dtype.kind in "iu" else self.dtype
        if not a.flags.writeable or any(stride < 0 for stride in a.strides) or a.dtype.byteorder == ">":
            a = np.array(a, dtype=a.dtype.newbyteorder("="))
        return torch.from_numpy(a).to(dtype)

    def modules(self) -> Iterator[torch.nn.Module]:
        """Model và mọi tầng con."""
        return self.model.modules()

    def uses_batch_statistics(self) -> bool:
        """Có BatchNorm1d, vốn cần từ 2 mẫu mỗi batch, không."""
        return any(isinstance(m, torch.nn.BatchNorm1d) for m in self.modules())

    def here(self, tree: Any) -> Any:
        """Đưa các tensor tới thiết bị của model."""
        return map_tree(lambda t: t.to(self.device), tree)

    def train_batch(self, x: Any, y: Any, max_norm: float | None) -> tuple[float, Any]:
        """Một bước học; trả về loss và đầu ra. Loss không hữu hạn thì không bước."""
        outputs = call(self.model, self.here(x))
        loss = self.loss(outputs, self.here(y))
        return self.descend(loss, max_norm), map_tree(lambda t: t.detach(), outputs)

    def descend(self, loss: torch.Tensor, max_norm: float | None) -> float:
        """Lan truyền ngược rồi bước, chỉ các tham số của model này; loss không hữu hạn thì không bước."""
        value = loss.item()
        if np.isfinite(value):
            self.optimizer.zero_grad()
            loss.backward()
            if max_norm is not None:
                torch.nn.utils.clip_grad_norm_(self.parameters, max_norm)
            self.optimizer.step()
        return value

    def forward(self, x: Any) -> Any:
        """Đầu ra với một batch, không ghi đồ thị tính toán."""
        with torch.no_grad():
            return call(self.model, self.here(x))

    def loss_of(self, outputs: Any, y: Any) -> float:
        """Loss của một batch đầu ra; ValueError khi loss không trả về một tensor vô hướng."""
        with torch.no_grad(), warnings.catch_warnings():
            # mse_loss only warns when (N, 1) meets (N,), and then averages a table of N × N errors
            warnings.filterwarnings("error", message="Using a target size")
            result = self.loss(outputs, self.here(y))
        if not isinstance(result, torch.Tensor) or result.numel() != 1:
            raise ValueError(
                "loss của model torch phải trả về một tensor vô hướng, như torch.nn.functional.cross_entropy"
            )
        return result.item()

    def gather(self, outputs: list[Any]) -> Any:
        """Nối đầu ra của các batch thành một mảng numpy."""
        return map_tree(lambda *batches: torch.cat(batches).cpu().numpy(), *outputs)

    def finite(self) -> bool:
        """Mọi trọng số còn là số hữu hạn."""
        return all(bool(torch.isfinite(p).all()) for p in self.parameters)

    @property
    def learning_rate(self) -> float:
        """Learning rate của nhóm tham số đầu tiên."""
        return float(self.optimizer.param_groups[0]["lr"])

    @learning_rate.setter
    def learning_rate(self, value: float) -> None:
        for group, share in zip(self.optimizer.param_groups, self.shares, strict=True):
            group["lr"] = share * value

    def rates(self) -> list[float]:
        """Learning rate của từng nhóm tham số."""
        return [float(group["lr"]) for group in self.optimizer.param_groups]

    def put_rates(self, rates: list[float]) -> None:
        """Đặt learning rate của từng nhóm tham số."""
        for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
            group["lr"] = rate

    def weights(self) -> State:
        """Bản sao của tham số và buffer, dạng numpy."""
        return {name: t.detach().cpu().numpy().copy() for name, t in self.model.state_dict().items()}

    def put_weights(self, state: State) -> None:
        """Nạp tham số và buffer."""
        self.model.load_state_dict({name: torch.from_numpy(np.array(a)) for name, a in state.items()})

    def optimizer_state(self) -> State:
        """Bản sao trạng thái optimizer: các mảng "0.exp_avg", và mọi siêu tham số trong một chuỗi JSON."""
        state = self.optimizer.state_dict()
        arrays = {
            f"{i}.{key}": value.detach().cpu().numpy().copy() if torch.is_tensor(value) else np.array(value)
            for i, slots in state["state"].items()
            for key, value in slots.items()
            if value is not None
        }
        groups = [{k: v for k, v in group.items() if k != "params"} for group in state["param_groups"]]
        return arrays | {"groups": np.array(json.dumps(groups))}

    def finite_names(self) -> list[str]:
        """Tên những mảng phải hữu hạn: các tham số (một buffer, như mặt nạ, có thể chứa vô hạn)."""
        return [name for name, _ in self.model.named_parameters()]

    def check_optimizer_state(self, state: State, epochs: int) -> None:
        """ValueError khi trạng thái không phải của optimizer này; không đổi gì."""
        torch_optimizer.check(self.optimizer, state)

    def put_optimizer_state(self, state: State) -> None:
        """Nạp trạng thái optimizer."""
        now = self.optimizer.state_dict()
        for group, kept in zip(now["param_groups"], json.loads(str(state["groups"])), strict=True):
            for key, value in kept.items():  # JSON knows no tuple, and betas is one
                group[key] = tuple(value) if isinstance(group.get(key), tuple) else value
        slots: dict[int, dict[str, torch.Tensor]] = {}
        for name, a in state.items():
            if name != "groups":
                i, key = name.split(".", 1)
                slots.setdefault(int(i), {})[key] = torch.from_numpy(np.array(a))
        self.optimizer.load_state_dict({"state": slots, "param_groups": now["param_groups"]})

    def random_state(self) -> State:
        """Trạng thái bộ sinh chung của torch (và của GPU khi model ở đó)."""
        state = {"torch": torch.get_rng_state().numpy().copy()}
        if self.device.type == "cuda":
            state["cuda"] = torch.cuda.get_rng_state(self.device).numpy().copy()
        return state

    def check_random_state(self, state: State) -> None:
        """ValueError khi không phải trạng thái mà bộ sinh của torch nhận; không đổi gì."""
        mine = self.random_state()
        same_arrays("bộ sinh của torch", mine, state)
        devices: dict[str, str | torch.device] = {"torch": "cpu", "cuda": self.device}
        try:
            for name, a in state.items():
                torch.Generator(devices[name]).set_state(torch.from_numpy(np.array(a)))
        except RuntimeError:
            raise ValueError("trạng thái bộ sinh của torch bị sửa") from None

    def put_random_state(self, state: State) -> None:
        """Nạp trạng thái bộ sinh của torch."""
        torch.set_rng_state(torch.from_numpy(np.array(state["torch"])))
        if "cuda" in state:
            torch.cuda.set_rng_state(torch.from_numpy(np.array(state["cuda"])), self.device)

    def generators(self) -> list[np.random.Generator]:
        """Tầng của torch dùng bộ sinh của torch, không giữ bộ sinh numpy."""
        return []

    @contextmanager
    def randomness(self, rng: np.random.Generator) -> Iterator[None]:
        """Trong khối này bộ sinh của torch (dropout) được gieo theo rng; ra khỏi thì trở lại như trước.

        Nhờ vậy cùng rng cho cùng kết quả, và bộ sinh chung của người dùng không bị đụng tới. rng chỉ được
        nhìn, không bị rút số nào: bản numpy và bản torch xáo dữ liệu giống hệt nhau.
        """
        devices = [self.device] if self.device.type == "cuda" else []
        with torch.random.fork_rng(devices=devices):
            torch.manual_seed(int(copy.deepcopy(rng).integers(2**63)))
            yield
