"""Quiz: câu hỏi tự kiểm tra, viết bằng chữ thường trong book/*.md.

Cú pháp (một quiz là một hàng rào bốn dấu hai chấm, mỗi câu hỏi một hàng rào ba dấu):

    ::::{quiz} Tự kiểm tra
    :label: quiz-3

    :::{question} choice
    :id: learning-rate-lon

    Learning rate quá lớn thì chuyện gì xảy ra?

    - [ ] $f(x)$ giảm rất chậm. => Đó là khi learning rate quá *nhỏ*.
    - [x] $x$ nhảy qua lại rồi đi xa dần.
      => Mỗi bước dài hơn khoảng cách tới đáy, nên `x` vọt sang bên kia.
    :::

    :::{question} number
    :id: buoc-hai
    :tolerance: 0.01
    :unit: triệu

    Từ $x = 10$, sau hai bước $f(x)$ bằng bao nhiêu?

    - [x] 40.96 => $x_2 = 6.4$ và $6.4^2 = 40.96$.
    - [ ] 6.4 => Đây là $x_2$; bạn còn phải bình phương.
    - [ ] * => Tính $x_1$ trước, rồi $x_2$, cuối cùng mới bình phương.
    :::

    :::{question} order
    :id: cac-buoc

    Xếp các bước của gradient descent.

    1. Chọn $x_0$. => Phải có điểm xuất phát.
    2. Tính đạo hàm. => Cần biết độ dốc.
    3. Bước ngược chiều độ dốc. => Để đi xuống.
    :::
    ::::

Quy tắc
- `:label:` của quiz và `:id:` của câu hỏi là bắt buộc, không trùng nhau, chỉ gồm a-z, 0-9 và dấu `-`. Tên đầy
  đủ của câu hỏi là `quiz-3-buoc-hai`; sửa chữ thì vẫn giữ tên, vì sau này tiến độ của bạn đọc gắn với tên.
- Đáp án là danh sách cuối câu hỏi. Mỗi đáp án là `đáp án => giải thích`, xuống dòng thì thụt vào; giải thích
  là bắt buộc. Dấu `=>` có khoảng trắng hai bên; trong `code` và công thức thì không tính.
- Chữ, công thức `$…$`, `code`, *nhấn mạnh* dùng được ở mọi chỗ. Lời hỏi dài bao nhiêu cũng được (cả khối
  code, hình, danh sách bằng `*`); một đáp án chỉ là một đoạn.
- choice: `[x]` là đúng, `[ ]` là sai; ít nhất hai đáp án. Một `[x]`: chọn một; nhiều `[x]`: phải chọn đủ.
- number: đúng một `[x]`; các `[ ]` là số hay nhầm, có giải thích riêng; `*` (bắt buộc) là mọi số khác.
  `:tolerance:` là sai số cho phép của mọi số trong câu; không ghi thì mỗi số có sai số bằng nửa chữ số cuối
  của nó (40.96: 0.005; số nguyên: 0). Bạn viết dấu chấm thập phân; bạn đọc gõ dấu chấm hay dấu phẩy đều được.
  `:unit:` là chữ thường, có thể bỏ.
- order: viết theo thứ tự đúng; trang sách tự xáo trộn, lần nào cũng như nhau.
- Trỏ tới quiz: {ref}`quiz-3`.

Chỗ nghỉ (`{station}`) là một quiz ngắn giữa chương: tên nói điều bạn đọc vừa đi qua, rồi một đoạn văn (đã có
gì trong tay, lần sau bắt đầu từ đâu), rồi hai hay ba câu hỏi về đoạn vừa đọc:

    ::::{station} Xong phần một
    :label: station-5-1

    Bạn đã đọc được hình của mọi mạng. Lần sau bắt đầu từ {numref}`s-5-3`.

    :::{question} choice
    ...
    :::
    ::::

Đáp án không thể đúng (choice không có đáp án đúng, số nhầm nằm trong sai số …) làm hỏng lần build, kèm
file:dòng.
"""

from booktools.quiz.model import ANY_NUMBER, Answer, Question, Quiz
from booktools.quiz.parser import duplicate_labels, parse_quiz, parse_text

__all__ = [
    "ANY_NUMBER",
    "Answer",
    "Question",
    "Quiz",
    "duplicate_labels",
    "parse_quiz",
    "parse_text",
]
