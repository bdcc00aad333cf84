"""A page with two quizzes, and what a reader does with them. The fixtures stand in tests/browser/quiz."""

from small_book import Book

BOOK = Book(extensions=("progress", "quiz"))
PAGE = """\
# Thử

::::{quiz} Bốn câu
:label: quiz-9

:::{question} choice
:id: mot

Learning rate quá lớn thì sao?

- [ ] Giảm rất chậm. => Đó là khi learning rate quá nhỏ.
- [x] Nhảy qua lại. => Mỗi bước vọt qua đáy.
- [ ] Không sao cả, vì gradient descent luôn tìm được đường xuống đáy. => Không phải lúc nào cũng thế.
:::

:::{question} choice
:id: nhieu

Những số nào chẵn?

- [x] Hai. => Chia hết cho 2.
- [ ] Ba. => Chia 2 dư 1.
- [x] Bốn. => Cũng chia hết cho 2.
:::

:::{question} number
:id: so
:tolerance: 0.01
:unit: m²

Bao nhiêu?

- [x] 40.96 => Bình phương của 6.4.
- [ ] 6.4 => Bạn quên bình phương.
- [ ] * => Tính lại từ đầu.
:::

:::{question} order
:id: xep

Xếp các bước.

1. Chọn điểm đầu. => Phải có chỗ đứng.
2. Tính đạo hàm. => Phải biết dốc.
3. Bước ngược dốc. => Để đi xuống.
:::
::::

::::{quiz} Quiz thứ hai
:label: quiz-nghin

:::{question} number
:id: nghin

Một nghìn hai trăm ba mươi tư?

- [x] 1234 => Đúng thế.
- [ ] * => Đếm lại.
:::
::::
"""


def question(page, number: int):
    return page.locator(".quiz-question").nth(number - 1)


def check(question):
    question.get_by_role("button", name="Kiểm tra").click()


def feedback(question) -> str:
    return question.get_by_role("status").inner_text()


ORDER = ["Chọn điểm đầu.", "Tính đạo hàm.", "Bước ngược dốc."]


def sort_with(page, press) -> None:
    """Put the order question right; press(button) presses a button."""
    items = question(page, 4).locator(".quiz-options > li")
    for place, text in enumerate(ORDER):
        while items.nth(place).locator(".quiz-text").inner_text() != text:
            press(items.filter(has_text=text).get_by_role("button", name="lên"))


def keep_order(page) -> None:
    """Say that the order stands as it is shown: an item goes down, and up again."""
    items = question(page, 4).locator(".quiz-options > li")
    items.first.get_by_role("button", name="xuống").click()
    items.nth(1).get_by_role("button", name="lên").click()


def answer_everything(page) -> None:
    question(page, 1).get_by_text("Không sao cả").click()
    question(page, 2).get_by_text("Hai.").click()
    question(page, 3).get_by_label("Đáp số của bạn").fill("40,96")
    keep_order(page)
    for number in (1, 2, 3, 4):
        check(question(page, number))
        question(page, number).locator("summary").click()
