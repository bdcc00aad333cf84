"""Bài 1–6 và 9 của chương 2: số, chuỗi, list, hàm, vòng lặp."""

from typing import Any

from hocsau.exercises.checking import check_function, check_value, graded


@graded
def check_seconds(answer: Any) -> None:
    """Bài 1: đổi 2 giờ 35 phút 20 giây ra giây."""
    hints = [
        (2 * 60 + 35 * 60 + 20, "một giờ có bao nhiêu giây?"),
        (2 * 3600 + 35 + 20, "phút cũng phải đổi ra giây"),
        (2 * 60 + 35, "đề hỏi giây, đây là phút"),
        (23520, "có chỗ nào thiếu dấu + hoặc bị nối chuỗi không?"),
    ]
    check_value(answer, 2 * 3600 + 35 * 60 + 20, "Số giây", hints=hints)


@graded
def check_greeting(answer: Any) -> None:
    """Bài 2: câu chào bằng f-string."""
    check_function(
        answer,
        "greeting(name, age)",
        lambda name, age: f"Chào {name}, sang năm bạn {age + 1} tuổi.",
        [("Lan", 20), ("Minh", 8), ("Thầy Ân", 99)],
        hints=[
            (lambda name, age: f"Chào {name}, sang năm bạn {age} tuổi.", "sang năm thì thêm một tuổi"),
            (lambda name, age: "Chào {name}, sang năm bạn {age + 1} tuổi.", "quên chữ f trước dấu nháy"),
        ],
    )


@graded
def check_is_leap(answer: Any) -> None:
    """Bài 3: năm nhuận."""
    check_function(
        answer,
        "is_leap(year)",
        lambda year: year % 4 == 0 and (year % 100 != 0 or year % 400 == 0),
        [(year,) for year in (2024, 2023, 2000, 1900, 2026, 2100, 2400, 1600, 1996, 4, 1)],
        hints=[
            (lambda year: year % 4 == 0, "còn luật riêng cho những năm chia hết cho 100"),
            (lambda year: year % 4 == 0 and year % 100 != 0, "còn luật riêng cho những năm chia hết cho 400"),
        ],
    )


@graded
def check_middle(answer: Any) -> None:
    """Bài 4: bỏ phần tử đầu và phần tử cuối."""
    check_function(
        answer,
        "middle(xs)",
        lambda xs: xs[1:-1],
        [([3, 1, 2],), ([5, 6, 7, 8, 9],), ([1, 2],), (["a", "b", "c", "b", "a"],), ([4, 4, 4, 4],)],
        hints=[
            (lambda xs: xs[1:], "phần tử cuối vẫn còn"),
            (lambda xs: xs[:-1], "phần tử đầu vẫn còn"),
            (lambda xs: xs[1:-2], "chỗ dừng của slice không được lấy, nên bạn bỏ hơi nhiều"),
        ],
    )


@graded
def check_mean(answer: Any) -> None:
    """Bài 5: trung bình cộng."""
    check_function(
        answer,
        "mean(numbers)",
        lambda numbers: sum(numbers) / len(numbers),
        [([8, 1, 3],), ([7],), ([-4, 4],), ([0.5, 0.25],), ([1, 2, 4, 33],), ([10, 0, 0, 0, 0],)],
        hints=[
            (lambda numbers: sum(numbers), "đây mới là tổng"),
            (lambda numbers: sum(numbers) // len(numbers), "// bỏ mất phần lẻ"),
            (
                lambda numbers: numbers[0] / len(numbers),
                "hàm dừng ngay ở vòng lặp đầu: return thụt vào sâu quá",
            ),
            (lambda numbers: sum(numbers) / (len(numbers) - 1), "chia cho số phần tử, không bớt đi 1"),
            (lambda numbers: sorted(numbers)[len(numbers) // 2], "đây là trung vị, số đứng giữa"),
        ],
    )


@graded
def check_is_palindrome(answer: Any) -> None:
    """Bài 6: chuỗi đọc xuôi, đọc ngược như nhau."""

    def plain(text: str) -> str:
        return text.lower().replace(" ", "")

    texts = [
        "level",
        "python",
        "Level",
        "never odd or even",
        "ab",
        "a",
        "Abca",
        "no  on",
        "abba",
        "A ba",
        "aab",
    ]
    check_function(
        answer,
        "is_palindrome(text)",
        lambda text: plain(text) == plain(text)[::-1],
        [(text,) for text in texts],
        hints=[
            (lambda text: text == text[::-1], "nhớ bỏ khoảng trắng và không phân biệt chữ hoa"),
            (lambda text: text.lower() == text.lower()[::-1], "nhớ bỏ khoảng trắng"),
            (lambda text: text.replace(" ", "") == text.replace(" ", "")[::-1], "A và a là một"),
        ],
    )


@graded
def check_is_prime(answer: Any) -> None:
    """Bài 9: số nguyên tố."""
    check_function(
        answer,
        "is_prime(n)",
        lambda n: n > 1 and all(n % k for k in range(2, int(n**0.5) + 1)),
        [(n,) for n in (7, 8, 2, 1, 9, 3, 4, 5, 6, 15, 25, 49, 91, 97, 121, 221, 997, 961)],
        hints=[
            (lambda n: all(n % k for k in range(2, n)), "1 không phải số nguyên tố"),
            (lambda n: n % 2 == 1, "số lẻ chưa chắc là số nguyên tố: 9 chẳng hạn"),
            (lambda n: n > 1 and n % 2 != 0, "2 là số nguyên tố, còn 9 thì không"),
            (
                lambda n: n > 1 and n % 2 == 1 or n == 2,
                "mới thử chia cho 2: return False quá sớm, hoặc quá muộn",
            ),
            (
                lambda n: n > 1 and all(n % k for k in range(2, int(n**0.5))),
                "dãy số chia dừng sớm quá một bước",
            ),
        ],
    )
