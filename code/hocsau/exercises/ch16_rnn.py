"""Chấm các bài viết code của chương 16."""

from typing import Any

import numpy as np

from hocsau.exercises.checking import check_function, graded


def _count(n: int, m: int, d: int, steps: int) -> int:
    return n * m + m * m + d * m


@graded
def check_count(answer: Any) -> None:
    """Bài 16.1: số hệ số của U, W, V."""
    check_function(
        answer,
        "count(n, m, d, steps)",
        _count,
        [(1, 1, 1, 1), (64, 32, 4, 30), (3, 5, 2, 7), (3, 5, 2, 70)],
        hints=[
            (lambda n, m, d, steps: steps * (n * m + m * m) + d * m, "các bước dùng *chung* một U và một W"),
            (lambda n, m, d, steps: n * m + m * m, "bạn quên V, ma trận đi tới đầu ra"),
            (lambda n, m, d, steps: n * m + m + d * m, "W nối m số với m số: m × m"),
            (lambda n, m, d, steps: n * m + m * m + d * m + m + d, "ở bài này không có bias"),
        ],
    )


def _states(x: np.ndarray, u: np.ndarray, w: np.ndarray) -> np.ndarray:
    s, made = np.zeros(len(w)), []
    for row in x:
        s = np.tanh(u @ row + w @ s)
        made.append(s)
    return np.array(made).reshape(len(x), len(w))


def _without_memory(x: np.ndarray, u: np.ndarray, w: np.ndarray) -> np.ndarray:
    return np.tanh(x @ u.T)


def _backwards(x: np.ndarray, u: np.ndarray, w: np.ndarray) -> np.ndarray:
    return _states(x[::-1], u, w)[::-1]


def _last_only(x: np.ndarray, u: np.ndarray, w: np.ndarray) -> np.ndarray:
    return _states(x, u, w)[-1]


@graded
def check_states(answer: Any) -> None:
    """Bài 16.4: mọi trạng thái của một RNN."""
    rng = np.random.default_rng(0)
    cases = [
        (rng.normal(size=(t, n)), rng.normal(size=(m, n)), rng.normal(size=(m, m)))
        for t, n, m in ((1, 2, 3), (4, 3, 2), (6, 1, 1), (5, 4, 5))
    ]
    check_function(
        answer,
        "states(x, U, W)",
        _states,
        cases,
        hints=[
            (_without_memory, "bạn quên phần W s: trạng thái trước"),
            (_backwards, "bạn đọc từ cuối lên đầu; phải đi từ x[0]"),
            (_last_only, "cần *mọi* trạng thái, mỗi bước một hàng"),
        ],
    )


def _bptt(x: np.ndarray, y: float, u: float, w: float, v: float) -> float:
    s = [0.0]
    for value in x:
        s.append(float(np.tanh(u * value + w * s[-1])))
    ds, total = v * (v * s[-1] - y), 0.0
    for t in range(len(x), 0, -1):
        da = ds * (1 - s[t] ** 2)
        total += da * s[t - 1]
        ds = w * da
    return total


def _last_path_only(x: np.ndarray, y: float, u: float, w: float, v: float) -> float:
    s = [0.0]
    for value in x:
        s.append(float(np.tanh(u * value + w * s[-1])))
    return v * (v * s[-1] - y) * (1 - s[-1] ** 2) * s[-2]


def _without_w(x: np.ndarray, y: float, u: float, w: float, v: float) -> float:
    s = [0.0]
    for value in x:
        s.append(float(np.tanh(u * value + w * s[-1])))
    ds, total = v * (v * s[-1] - y), 0.0
    for t in range(len(x), 0, -1):
        ds *= 1 - s[t] ** 2
        total += ds * s[t - 1]
    return total


@graded
def check_bptt(answer: Any) -> None:
    """Bài 16.5: đạo hàm của L theo w, RNN một nút."""
    rng = np.random.default_rng(1)
    cases = [(rng.normal(size=t), *(float(a) for a in rng.normal(size=4))) for t in (1, 2, 3, 8)]
    check_function(
        answer,
        "bptt(x, y, u, w, v)",
        _bptt,
        cases,
        hints=[
            (_last_path_only, "đó mới là một đường; w còn tác động qua mọi bước trước"),
            (_without_w, "mỗi lần lùi qua một bước còn phải nhân với w"),
        ],
    )


def _clip(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * min(1.0, most / norm) if norm else g.copy() for g in gradients]


def _clip_each(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    return [_clip([g], most)[0] for g in gradients]


def _clip_values(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    return [np.clip(g, -most, most) for g in gradients]


def _always(gradients: list[np.ndarray], most: float) -> list[np.ndarray]:
    norm = np.sqrt(sum(float((g**2).sum()) for g in gradients))
    return [g * most / norm if norm else g.copy() for g in gradients]


@graded
def check_clip(answer: Any) -> None:
    """Bài 16.6: cắt gradient theo chuẩn chung."""
    rng = np.random.default_rng(2)
    some = [rng.normal(size=(2, 3)), rng.normal(size=4)]
    cases = [(some, 1.0), (some, 100.0), ([3 * some[0]], 2.0), ([np.zeros(3)], 1.0)]
    check_function(
        answer,
        "clip(gradients, most)",
        _clip,
        cases,
        hints=[
            (_always, "gradient đã ngắn hơn mức cho phép thì để yên, đừng kéo dài ra"),
            (_clip_each, "dùng *một* chuẩn chung cho mọi mảng, không thì hướng bị đổi"),
            (_clip_values, "bạn cắt từng số nên hướng bị đổi; hãy thu ngắn cả gradient"),
        ],
    )


def _scaled(series: np.ndarray, cut: int) -> np.ndarray:
    past = series[:cut]
    return (series - past.mean()) / past.std()


@graded
def check_scaled(answer: Any) -> None:
    """Bài 16.7: chuẩn hoá bằng quá khứ."""
    rng = np.random.default_rng(3)
    cases = [(rng.normal(size=n).cumsum() + 5, cut) for n, cut in ((10, 6), (30, 29), (8, 2))]
    check_function(
        answer,
        "scaled(series, cut)",
        _scaled,
        cases,
        hints=[
            (
                lambda series, cut: (series - series.mean()) / series.std(),
                "trung bình và độ lệch chuẩn của bạn đã nhìn cả tương lai",
            ),
            (
                lambda series, cut: (series[:cut] - series[:cut].mean()) / series[:cut].std(),
                "phải trả về *cả* dãy, kể cả phần sau cut",
            ),
        ],
    )
