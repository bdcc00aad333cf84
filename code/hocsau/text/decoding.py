"""Chọn từ tiếp theo từ các xác suất: chắc nhất, nhiệt độ, top-k, top-p; và beam search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hocsau.nn.arrays import as_float

# From the ids written so far to the (V,) scores of the next one.
Step = Callable[[tuple[int, ...]], ArrayLike]


@dataclass(frozen=True)
class Beam:
    """Một câu mà beam search giữ lại: `ids` không kể đầu câu; `finished` là đã có số cuối câu.

    `log_prob` là tổng log xác suất, `score` là log_prob / độ dài^alpha, số dùng để xếp hạng.
    """

    ids: tuple[int, ...]
    log_prob: float
    score: float
    finished: bool


def log_softmax(logits: ArrayLike) -> np.ndarray:
    """logits − ln Σ exp(logits) theo trục cuối; −inf (từ bị cấm) được phép.

    Lỗi:
        ValueError: mảng rỗng, có NaN hay +inf, hay một hàng toàn −inf.
    """
    a = as_float(logits, "logits").astype(np.float64)
    if a.ndim == 0 or a.shape[-1] == 0:
        raise ValueError(f"logits có shape {a.shape}; cần ít nhất một từ ở trục cuối")
    top = a.max(axis=-1, keepdims=True)
    if not np.isfinite(top).all():
        raise ValueError("logits có NaN, +inf, hay một hàng toàn −inf (mọi từ đều bị cấm)")
    shifted = a - top
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def filtered(
    logits: ArrayLike, *, temperature: float = 1.0, top_k: int | None = None, top_p: float | None = None
) -> np.ndarray:
    """Xác suất (V,) sau khi chia nhiệt độ, rồi chỉ giữ top-k, rồi chỉ giữ top-p, rồi chia lại cho tổng bằng
    1.

    Tham số:
        logits: (V,).
        temperature: T > 0; xác suất tỉ lệ với exp(logit / T): nhỏ thì dồn về từ chắc nhất, lớn thì gần đều.
        top_k: giữ k từ có xác suất lớn nhất; bằng nhau thì từ có số nhỏ được giữ.
        top_p: giữ ít từ nhất, từ lớn xuống, sao cho tổng xác suất đạt p; luôn còn ít nhất một từ.

    Trả về:
        (V,) float64, tổng bằng 1.

    Lỗi:
        ValueError: logits không phải (V,), hay tham số ngoài khoảng.
    """
    a = as_float(logits, "logits").astype(np.float64)
    if a.ndim != 1:
        raise ValueError(f"logits có shape {a.shape}; cần (V,)")
    if not (np.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature = {temperature!r}; cần số dương. Muốn từ chắc nhất thì dùng greedy")
    if top_k is not None and (isinstance(top_k, bool) or int(top_k) != top_k or top_k < 1):
        raise ValueError(f"top_k = {top_k!r}; cần số nguyên dương")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p = {top_p!r}; cần số trong (0, 1]")
    # the largest is moved to 0 first: logits / T must not overflow
    p = np.exp(log_softmax((a - a.max()) / temperature if np.isfinite(a.max()) else a))
    order = np.argsort(-p, kind="stable")
    if top_k is not None:
        p[order[int(top_k) :]] = 0
        p /= p.sum()
    if top_p is not None:
        before = np.cumsum(p[order]) - p[order]
        p[order[before >= top_p]] = 0  # the first has nothing before it, so it stays
    return p / p.sum()


def sample(
    logits: ArrayLike,
    rng: np.random.Generator,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> int:
    """Bốc một từ theo xác suất của `filtered`.

    Tham số:
        logits: (V,).
        rng: bộ sinh số.
        temperature, top_k, top_p: như `filtered`.
    """
    p = filtered(logits, temperature=temperature, top_k=top_k, top_p=top_p)
    return int(rng.choice(len(p), p=p))


def generate(
    step: Step, *, end: int, max_length: int, choose: Callable[[np.ndarray], int], start: Sequence[int] = ()
) -> list[int]:
    """Viết từng từ cho tới số cuối câu hay đủ `max_length` từ.

    Tham số:
        step: nhận các số đã viết (kể cả `start`), trả về logits (V,).
        end: số của cuối câu; không có trong kết quả.
        max_length: số từ viết thêm nhiều nhất.
        choose: chọn một số từ logits, ví dụ `lambda z: sample(z, rng, top_k=5)`.
        start: các số cho sẵn.

    Trả về:
        Các số viết thêm.
    """
    ids = [int(i) for i in start]
    given = len(ids)
    while len(ids) - given < _length(max_length):
        chosen = int(choose(np.asarray(step(tuple(ids)))))
        if chosen == end:
            break
        ids.append(chosen)
    return ids[given:]


def greedy(step: Step, *, end: int, max_length: int, start: Sequence[int] = ()) -> list[int]:
    """`generate`, mỗi lần lấy từ có logit lớn nhất (bằng nhau thì số nhỏ nhất)."""
    return generate(
        step, end=end, max_length=max_length, choose=lambda z: int(np.argmax(log_softmax(z))), start=start
    )


def beam_search(
    step: Step, *, end: int, max_length: int, width: int, alpha: float = 0.6, start: Sequence[int] = ()
) -> list[Beam]:
    """Beam search: mỗi bước giữ `width` câu dở có tổng log xác suất lớn nhất.

    Câu gặp số cuối câu thì cất riêng. Xếp hạng bằng Σ ln p / độ dài^alpha, độ dài kể cả cuối câu (Wu và cộng
    sự, 2016, dùng một dạng gần giống). Câu chưa xong khi hết `max_length` vẫn được trả về, sau các câu đã
    xong, nên kết quả không bao giờ rỗng.

    Tham số:
        step: nhận các số đã viết (kể cả `start`), trả về logits (V,).
        end: số của cuối câu.
        max_length: số từ nhiều nhất, kể cả cuối câu; ít nhất 1.
        width: số câu giữ lại.
        alpha: số mũ của độ dài; 0 là không chia, khi ấy câu ngắn có lợi.
        start: các số cho sẵn, không tính vào điểm.

    Trả về:
        Các `Beam`: đã xong trước, chưa xong sau, trong mỗi nhóm điểm cao đứng trước; nhiều nhất `width` câu.

    Lỗi:
        ValueError: width, max_length không phải số nguyên dương, hay alpha âm.
    """
    if isinstance(width, bool) or int(width) != width or width < 1:
        raise ValueError(f"width = {width!r}; cần số nguyên dương")
    if _length(max_length) < 1 or not alpha >= 0:
        raise ValueError(f"max_length = {max_length!r}, alpha = {alpha!r}; cần max_length ≥ 1, alpha ≥ 0")
    prefix = tuple(int(i) for i in start)
    live: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    done: list[Beam] = []
    for _ in range(max_length):
        grown = []
        for log_prob, ids in live:
            scores = log_softmax(step(prefix + ids))
            # width of them may be ended at once: one more keeps the beam full
            for token in np.argsort(-scores, kind="stable")[: int(width) + 1].tolist():
                if scores[token] > -np.inf:
                    grown.append((log_prob + float(scores[token]), (*ids, token)))
        grown.sort(key=lambda item: (-item[0], item[1]))
        live = []
        for rank, (log_prob, ids) in enumerate(grown):
            if ids[-1] != end:
                live.append((log_prob, ids))
            elif rank < width:
                done.append(_beam(log_prob, ids, alpha, True))
            if len(live) == width:
                break
        if not live or _settled(done, live, int(width), alpha, max_length):
            break
    open_ends = [_beam(log_prob, ids, alpha, False) for log_prob, ids in live]
    ranked = sorted(done, key=_rank) + sorted(open_ends, key=_rank)
    return ranked[: int(width)]


def _settled(done: list[Beam], live: list, width: int, alpha: float, longest: int) -> bool:
    """No unfinished beam can overtake the worst of the `width` best finished ones."""
    if len(done) < width:
        return False
    worst = sorted(beam.score for beam in done)[-width]
    return worst >= max(log_prob for log_prob, _ in live) / longest**alpha


def _beam(log_prob: float, ids: tuple[int, ...], alpha: float, finished: bool) -> Beam:
    return Beam(ids, log_prob, log_prob / len(ids) ** alpha, finished)


def _rank(beam: Beam) -> tuple[float, tuple[int, ...]]:
    return -beam.score, beam.ids


def _length(value: int) -> int:
    if isinstance(value, bool) or int(value) != value or value < 0:
        raise ValueError(f"max_length = {value!r}; cần số nguyên không âm")
    return int(value)
