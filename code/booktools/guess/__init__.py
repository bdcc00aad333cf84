"""Đoán trước: bạn đọc đoán rồi mới xem kết quả đứng ngay sau. Viết bằng chữ thường trong book/*.md.

Cú pháp (một hàng rào ba dấu hai chấm, đứng trước thứ phải chờ):

    :::{guess} choice
    :id: phong-to-parabol

    Phóng thật to quanh một điểm của $y = x^2$ thì thấy gì?

    - [x] Gần như một đường thẳng. => Phần cong nhỏ đi nhanh hơn phần dốc.
    - [ ] Vẫn cong như cũ. => Hình vuông càng nhỏ, đoạn cong trong đó càng thẳng.
    :::

    :::{guess} number
    :id: gap-giay
    :unit: lần
    :tolerance: 10 %

    Gấp bao nhiêu lần thì dày tới Mặt Trăng?

    - [x] 42 => Mỗi lần gấp là một lần nhân đôi.
    - [ ] 1000 => Một nghìn lần thì dày hơn cả vũ trụ nhìn thấy được.
    :::

    :::{guess} point
    :id: day-parabol
    :x: -4 4 0.5 x
    :y: 0 16 1 f(x)

    Đáy ở đâu?

    - [x] 1 3 => Đạo hàm bằng 0 ở đó.
    :::

    :::{guess} line
    :id: loss-theo-buoc
    :x: 0 100 50 bước
    :y: 0 3 0.1 loss

    Loss đi thế nào?

    - [x] 2.3 0.4 0.1 => Lúc đầu nhanh, về sau chậm.
    :::

Quy tắc
- `:id:` là bắt buộc, không trùng nhau trong cả cuốn, chỉ gồm a-z, 0-9 và dấu `-`: điều bạn đọc đoán được
  nhớ theo tên này.
- Đáp án là danh sách cuối, viết như trong quiz: `- [x] đúng => giải thích`, `- [ ] hay đoán nhầm => giải
  thích`. Một `[x]`.
- choice: ít nhất hai đáp án. number: `[ ]` là số hay đoán nhầm, `*` là mọi số khác (đều không bắt buộc).
  point: `[x] ngang đứng`. line: hai hay nhiều chiều cao, chia đều từ đầu tới cuối trục ngang. point và line
  chỉ có một đáp án.
- `:x:` và `:y:` (point, line): đầu, cuối, bước, tên trục.
- `:tolerance:` lệch bao nhiêu còn gọi là trúng. number: `3`, `10 %` (của đáp số; mặc định) hoặc `x2` (gấp
  đôi hay bằng nửa). point, line: `10 %` (của mỗi trục; mặc định). `:unit:` là chữ thường.
- Thứ bị che là **đầu ra đầu tiên** đứng sau, trong cùng mục: đầu ra của ô code, hình, hình tương tác.
  `:covers: next` che khối ngay sau, bất kể là gì (bảng, công thức, đoạn chữ). `:also: 1` che thêm một khối
  đứng sau đó (đoạn chữ nói ra đáp án).

Đáp án không được trôi khỏi kết quả. Số của number, point, line phải có trong đầu ra bị che, hoặc trong
một dòng `assert … # đoán: id` của trang (ô ẩn cũng được); lint so. Kết quả mỗi máy một khác thì để ô tự
nói: đáp án là `?`, và `:from: nhanh hơn {} lần` là đoạn chữ của đầu ra, mỗi `{}` đứng chỗ một con số. Với
choice, `:from:` là đoạn chữ phải có.
"""

from booktools.guess.model import Axis, Guess
from booktools.guess.parser import duplicate_ids, parse_guess, parse_text

__all__ = ["Axis", "Guess", "duplicate_ids", "parse_guess", "parse_text"]
