"""Quizzes are read as written, and every impossible answer key is told by file and line, in Vietnamese."""

import math

import pytest

from booktools.quiz import __doc__ as manual
from booktools.quiz import parse_text
from booktools.quiz.view import key

FILE = "book/ch99.md"
CHOICE = """\
::::{quiz} Thử
:label: thu

:::{question} choice
:id: mot

Hỏi gì?

- [x] Có. => Vì có.
- [ ] Không. => Vì không.
:::
::::
"""
NUMBER = """\
::::{quiz}
:label: thu

:::{question} number
:id: so
:tolerance: 0.01

Bao nhiêu?

- [x] 40.96 => Đúng vì $6.4^2$.
- [ ] 6.4 => Chưa bình phương.
- [ ] * => Tính lại.
:::
::::
"""
ORDER = """\
::::{quiz}
:label: thu

:::{question} order
:id: xep

Xếp.

1. Một. => Vì đầu.
2. Hai. => Vì giữa.
3. Ba. => Vì cuối.
:::
::::
"""


def parse(text: str):
    return parse_text(text, FILE)


def messages(text: str) -> list[str]:
    return [str(problem) for problem in parse(text)[1]]


def test_the_manual_s_own_example_is_a_valid_quiz():
    example = manual[manual.index("    ::::{quiz}") : manual.index("Quy tắc")]
    quizzes, problems = parse("\n".join(line[4:] for line in example.split("\n")))
    assert problems == []
    assert [question.kind for question in quizzes[0].questions] == ["choice", "number", "order"]


def test_reads_a_choice_with_its_places():
    (quiz,), problems = parse("Mở đầu.\n\n" + CHOICE)
    assert problems == []
    assert (quiz.label, quiz.title, quiz.line, quiz.end_line) == ("thu", "Thử", 3, 14)
    (question,) = quiz.questions
    assert (question.id, question.line, question.prompt, question.prompt_line) == ("thu-mot", 6, "Hỏi gì?", 9)
    assert [(a.text, a.why, a.right, a.line) for a in question.answers] == [
        ("Có.", "Vì có.", True, 11),
        ("Không.", "Vì không.", False, 12),
    ]
    assert not question.multiple


def test_two_right_answers_make_a_multiple_choice():
    (quiz,), problems = parse(CHOICE.replace("[ ] Không", "[x] Không"))
    assert problems == [] and quiz.questions[0].multiple


def test_continued_lines_belong_to_the_answer_and_keep_their_inner_indent():
    text = CHOICE.replace("Vì có.", "Vì có:\n\n  ```python\n  if a:\n      b\n  ```")
    (quiz,), problems = parse(text)
    assert problems == []
    assert quiz.questions[0].answers[0].why == "Vì có:\n\n```python\nif a:\n    b\n```"


def test_the_arrow_may_open_a_continued_line_and_is_not_sought_in_code_or_formulas():
    text = CHOICE.replace("Có. => Vì có.", "Nếu $a => b$ và `x => y`\n  => thì $c => d$.")
    (quiz,), problems = parse(text)
    answer = quiz.questions[0].answers[0]
    assert problems == []
    assert (answer.text, answer.why) == ("Nếu $a => b$ và `x => y`", "thì $c => d$.")


def test_a_prompt_may_hold_code_that_looks_like_answers():
    text = CHOICE.replace("Hỏi gì?", "Hỏi gì?\n\n```text\n- [x] a => b\n```")
    (quiz,), problems = parse(text)
    assert problems == [] and len(quiz.questions[0].answers) == 2
    assert "- [x] a => b" in quiz.questions[0].prompt


def test_a_quiz_shown_inside_a_code_block_is_not_one():
    assert parse("`````\n" + CHOICE + "`````\n") == ([], [])


def test_number_accepts_within_its_tolerance_only():
    (quiz,), _ = parse(NUMBER)
    question = quiz.questions[0]
    right, wrong, other = question.answers
    assert question.meets(40.97, right) and question.meets(40.95, right)  # the edge, despite binary rounding
    assert not question.meets(40.9701, right) and question.meets(6.41, wrong)
    assert math.isnan(other.value)


@pytest.mark.parametrize(
    ("answer", "tolerance"), [("40.96", 0.005), ("710", 0.0), ("-2.5", 0.05), ("1e-3", 0.0005)]
)
def test_the_default_tolerance_is_half_the_last_digit(answer, tolerance):
    text = NUMBER.replace(":tolerance: 0.01\n", "").replace("40.96", answer)
    (quiz,), problems = parse(text)
    question = quiz.questions[0]
    assert problems == [] and question.tolerance_of(question.answers[0]) == pytest.approx(tolerance)
    assert question.tolerance_of(question.answers[1]) == pytest.approx(0.05)  # 6.4, by its own digits


@pytest.mark.parametrize("count", range(2, 8))
def test_the_shown_order_is_never_the_right_one_and_never_changes(count):
    items = "\n".join(f"{i}. Bước {i}. => Vì {i}." for i in range(1, count + 1))
    text = ORDER[: ORDER.index("1. Một")] + items + "\n:::\n::::\n"
    for label in ("a", "b", "c", "d"):
        (quiz,), problems = parse(text.replace("thu", label))
        question = quiz.questions[0]
        assert problems == []
        assert sorted(question.shuffled(), key=lambda a: a.line) == list(question.answers)
        assert question.shuffled() != list(question.answers)
        assert question.shuffled() == question.shuffled()


def test_the_shuffle_is_the_same_on_every_machine_and_python():
    (quiz,), _ = parse(ORDER)
    assert [answer.text for answer in quiz.questions[0].shuffled()] == SHUFFLED


SHUFFLED = ["Ba.", "Hai.", "Một."]

BAD = {
    "no right answer": (CHOICE.replace("[x]", "[ ]"), 4, "không có đáp án đúng"),
    "single option": (CHOICE.replace("- [ ] Không. => Vì không.\n", ""), 4, "có 1 đáp án; cần ít nhất 2"),
    "no options": (
        CHOICE.replace("- [ ] Không. => Vì không.\n", "").replace("- [x] Có. => Vì có.\n", ""),
        4,
        "có 0 đáp án",
    ),
    "no explanation": (CHOICE.replace(" => Vì không.", ""), 10, "thiếu giải thích"),
    "empty explanation": (CHOICE.replace(" => Vì không.", " => "), 10, "thiếu giải thích"),
    "empty option": (CHOICE.replace("Không. => ", "=> "), 10, "đáp án để trống"),
    "duplicate options": (CHOICE.replace("Không.", "Có."), 10, "trùng với dòng 9"),
    "two paragraphs": (CHOICE.replace("Không. =>", "Không.\n\n  Nữa. =>"), 10, "chỉ được là một đoạn"),
    "bad box": (CHOICE.replace("[ ]", "[v]"), 10, "phải bắt đầu bằng '- [ ]'"),
    "no box": (CHOICE.replace("- [ ]", "-"), 10, "phải bắt đầu bằng '- [ ]'"),
    "text after answers": (CHOICE.replace("không.\n:::", "không.\n\nNữa.\n:::"), 12, "phải đứng cuối"),
    "no prompt": (CHOICE.replace("Hỏi gì?", ""), 4, "chưa có lời hỏi"),
    "no id": (CHOICE.replace(":id: mot\n", ""), 4, "thiếu :id:"),
    "bad id": (CHOICE.replace("mot", "Một"), 5, "chỉ dùng a-z"),
    "unknown option": (CHOICE.replace(":id: mot", ":id: mot\n:tolerance: 1"), 6, "không có :tolerance:"),
    "unknown kind": (CHOICE.replace("choice", "chioce"), 4, "cần một trong: choice, number, order"),
    "no label": (CHOICE.replace(":label: thu\n", ""), 1, "thiếu :label:"),
    "bad label": (CHOICE.replace("label: thu", "label: thử 3"), 2, "chỉ dùng a-z"),
    "empty quiz": ("::::{quiz}\n:label: thu\n::::\n", 1, "không có câu hỏi nào"),
    "stray text": (CHOICE.replace(":::{question}", "Lời dẫn.\n\n:::{question}"), 4, "đưa dòng này ra ngoài"),
    "stray block": (CHOICE.replace(":::\n::::", ":::\n:::{note}\na\n:::\n::::"), 12, "đưa khối này ra ngoài"),
    "unclosed quiz": (CHOICE.replace("\n::::\n", "\n"), 1, "chưa được đóng"),
    "stray question": (":::{question} choice\n:::\n", 1, "phải nằm trong {quiz} hay {station}"),
    "non-finite": (NUMBER.replace("40.96", "inf"), 10, "không phải là số hữu hạn"),
    "not a number": (NUMBER.replace("40.96", "40,96"), 10, "không phải là số hữu hạn"),
    "overflow": (NUMBER.replace("40.96", "1e999"), 10, "không phải là số hữu hạn"),
    "negative tolerance": (NUMBER.replace("0.01", "-0.01"), 6, "cần một số không âm"),
    "infinite tolerance": (NUMBER.replace("0.01", "inf"), 6, "cần một số không âm"),
    "tolerance not a number": (NUMBER.replace("0.01", "ít"), 6, "cần một số không âm"),
    "tolerance too wide": (NUMBER.replace("0.01", "40"), 11, "không phân biệt được với đáp án đúng 40.96"),
    "wrong equals right": (NUMBER.replace("] 6.4", "] 40.960"), 11, "không phân biệt được"),
    "wrong duplicates": (NUMBER.replace("- [ ] *", "- [ ] 6.405 => Gần.\n- [ ] *"), 12, "với số nhầm ở trên"),
    "two right numbers": (NUMBER.replace("[ ] 6.4", "[x] 6.4"), 4, "có 2 đáp án đúng"),
    "no right number": (NUMBER.replace("[x]", "[ ]"), 4, "có 0 đáp án đúng"),
    "any number right": (NUMBER.replace("[ ] *", "[x] *"), 12, "không thể là đáp án đúng"),
    "nothing for other numbers": (NUMBER.replace("- [ ] * => Tính lại.\n", ""), 4, "thiếu '- [ ] * => …'"),
    "order of one": (
        ORDER.replace("2. Hai. => Vì giữa.\n3. Ba. => Vì cuối.\n", ""), 4, "có 1 mục; cần ít nhất 2",
    ),
    "order with duplicates": (ORDER.replace("Ba.", "Một."), 11, "trùng với dòng 9"),
    "order unexplained": (ORDER.replace(" => Vì cuối.", ""), 11, "thiếu giải thích"),
    "too many": (
        ORDER.replace("3. Ba", "\n".join(f"{i}. Mục {i}. => Vì {i}." for i in range(3, 28)) + "\n28. Ba"),
        4,
        "nhiều nhất 26",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), BAD.values(), ids=BAD.keys())
def test_an_impossible_key_is_told_by_file_and_line(text, line, message):
    found = messages(text)
    assert any(one.startswith(f"{FILE}:{line}: ") and message in one for one in found), found


@pytest.mark.parametrize("text", [CHOICE, NUMBER, ORDER])
def test_the_texts_that_the_bad_ones_start_from_are_good(text):
    assert messages(text) == []


def test_duplicate_ids_and_labels_are_told():
    question = CHOICE[CHOICE.index(":::{question}") : -len("::::\n")]
    twice = CHOICE[: -len("::::\n")] + question + "::::\n"
    assert messages(twice) == [f"{FILE}:12: id câu hỏi 'thu-mot' đã dùng ở dòng 4"]
    assert messages(CHOICE + CHOICE) == [f"{FILE}:13: label quiz 'thu' đã có ở {FILE}:1"]


def test_the_key_of_an_order_names_the_letters_in_the_right_order():
    (quiz,), _ = parse(ORDER)
    question = quiz.questions[0]
    letters = {text: letter for letter, text in zip("ABC", SHUFFLED, strict=True)}
    assert [(name, answer.text) for name, answer in key(question)] == [
        (letters["Một."], "Một."), (letters["Hai."], "Hai."), (letters["Ba."], "Ba."),
    ]  # fmt: skip
