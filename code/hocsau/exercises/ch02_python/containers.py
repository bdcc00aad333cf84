"""Bài 8, 10–12 của chương 2: dictionary, list mới, giá trị mặc định."""

from typing import Any

from hocsau.exercises.checking import check_function, graded, need_function
from hocsau.exercises.compare import difference
from hocsau.exercises.running import run
from hocsau.exercises.shown import show
from hocsau.exercises.verdict import right, wrong


@graded
def check_count_words(answer: Any) -> None:
    """Bài 8: đếm từ."""

    def count(text: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for word in text.lower().split():
            found[word] = found.get(word, 0) + 1
        return found

    texts = ["một hai một", "Học học nữa học mãi", "", "a", "x  y\nx", "to be or not to be"]
    check_function(
        answer,
        "count_words(text)",
        count,
        [(text,) for text in texts],
        hints=[
            (lambda text: {word: text.split().count(word) for word in text.split()}, "Học và học là một từ"),
            (lambda text: dict.fromkeys(text.lower().split(), 1), "gặp lại từ cũ thì phải cộng thêm"),
            (lambda text: {c: text.count(c) for c in text}, "bạn đang đếm chữ cái, không phải từ"),
        ],
    )


@graded
def check_best_student(answer: Any) -> None:
    """Bài 10: tên của người cao điểm nhất."""
    check_function(
        answer,
        "best_student(scores)",
        lambda scores: max(scores, key=lambda name: scores[name]),
        [
            ({"An": 7.5, "Bình": 9.0, "Chi": 8.0},),
            ({"Zung": 3, "An": 10},),
            ({"An": 1},),
            ({"An": -5, "Bình": -2, "Chi": -9},),
            ({"Mai": 9.5, "Đào": 9.25, "Cúc": 4},),
        ],
        hints=[
            (lambda scores: max(scores.values()), "đề hỏi tên, không hỏi điểm"),
            (lambda scores: max(scores), "max(scores) so tên theo bảng chữ cái, không so điểm"),
            (lambda scores: min(scores, key=lambda name: scores[name]), "đây là người thấp điểm nhất"),
            (lambda scores: list(scores)[-1], "đây là người đứng cuối dictionary"),
        ],
    )


@graded
def check_without_negatives(answer: Any) -> None:
    """Bài 11: list mới, không có số âm."""
    check_function(
        answer,
        "without_negatives(xs)",
        lambda xs: [x for x in xs if x >= 0],
        [([3, -1, 2],), ([-1, -2, 5, -3],), ([0, -0.5, 1.5],), ([],), ([-7, -7],), ([1, 2],)],
        hints=[
            (lambda xs: [x for x in xs if x > 0], "0 không phải số âm"),
            (lambda xs: [x for x in xs if x < 0], "bạn giữ đúng những số phải bỏ"),
            (lambda xs: [abs(x) for x in xs], "bỏ số âm đi, đừng đổi dấu nó"),
        ],
        fresh=True,
    )


@graded
def check_add_item(answer: Any) -> None:
    """Bài 12: giá trị mặc định không được dùng chung giữa các lần gọi."""
    call = "add_item(item, basket=None)"
    need_function(answer, "add_item", 1, call)
    need_function(answer, "add_item", 2, call)
    basket = ["táo"]
    result = run(answer, ["cam", basket], "Với basket = ['táo'] cho sẵn").result
    why = difference(result, ["táo", "cam"])
    if why:
        raise wrong(f"Với basket = ['táo'] cho sẵn: kết quả {why}.")
    if result is not basket:
        raise wrong(
            "Với basket = ['táo'] cho sẵn: món mới phải được bỏ vào chính giỏ ấy, không phải giỏ khác."
        )
    for item in ("cam", "xoài", "ổi"):
        said = f"Gọi add_item({item!r}), không đưa giỏ"
        result = run(answer, [item], said).result
        if isinstance(result, list) and len(result) > 1:
            raise wrong(
                f"{said}: giỏ mới mà đã có {show(result)}. Giá trị mặc định chỉ được tạo một lần, "
                "lúc `def` chạy, nên mọi lần gọi dùng chung một list."
            )
        why = difference(result, [item])
        if why:
            raise wrong(f"{said}: kết quả {why}.")
    again = run(answer, ["na", []], "Với basket = [] cho sẵn").result
    if difference(again, ["na"]):
        raise wrong("Với basket = [] cho sẵn: kết quả chưa đúng.")
    empty: list[str] = []
    if run(answer, ["na", empty], "Với một giỏ rỗng cho sẵn").result is not empty:
        raise wrong(
            "Với một giỏ rỗng cho sẵn: list rỗng cũng là một giỏ. Hãy hỏi `is None`, đừng hỏi `not basket`."
        )
    right("Mỗi lần gọi là một giỏ riêng.")
