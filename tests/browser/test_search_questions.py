"""Plain questions, as readers type them: the section that answers is among the first six links, both ways."""

import pytest

FIRST = 6
# What is typed, and the end of the address of what answers it.
QUESTIONS = {
    "hàm mất mát": "ch03_linear_regression.html#loss-function",
    "ham mat mat la gi": "ch03_linear_regression.html#loss-function",
    "cost function": "ch03_linear_regression.html#loss-function",
    "trung vị": "ch03_linear_regression.html#so-sanh-mae-va-mse",
    "giá trị ngoại lai": "ch03_linear_regression.html#so-sanh-mae-va-mse",
    "tốc độ học": "ch03_linear_regression.html#gradient-descent",
    "đạo hàm là gì": "ch03_linear_regression.html#dao-ham-la-gi",
    "nhân ma trận": "ch03_linear_regression.html#phep-nhan-ma-tran",
    "hồi quy tuyến tính": "ch03_linear_regression.html",
    "hồi qui logistic": "ch04_logistic_regression.html",
    "quy tắc chuỗi": "ch04_logistic_regression.html#quy-tac-chuoi-chain-rule",
    "qui tac chuoi": "ch04_logistic_regression.html#quy-tac-chuoi-chain-rule",
    "vì sao chọn sigmoid?": "ch04_logistic_regression.html#vi-sao-chon-sigmoid",
    "quá khớp": "ch05_neural_network.html#xor",
    "hàm kích hoạt": "ch05_neural_network.html#logistic-regression",
    "mang no ron": "ch05_neural_network.html",
    "lan truyền ngược": "ch06_backpropagation.html",
    "ma trận nhầm lẫn": "ch06_lab_digits.html#ma-tran-nham-lan",
    "giá nhà california": "ch06_lab_house_prices.html",
    "xử lý ảnh": "ch07_image_processing.html",
    "xu ly anh": "ch07_image_processing.html",
    "tích chập": "ch07_image_processing.html#convolution",
    "phép đệm viền": "ch07_image_processing.html#padding",
    "bước trượt": "ch07_image_processing.html#stride",
    "mạng nơ-ron tích chập": "ch08_cnn.html",
    "bản đồ đặc trưng": "ch08_cnn.html#feature-map",
    "phân loại ảnh": "ch09_image_classification.html",
    "xe tự lái": "ch10_self_driving.html#bai-toan-o-to-tu-lai",
    "cài đặt python": "ch01_environment.html#cai-dat-tren-may-ca-nhan",
    "gắn google drive": "ch01_environment.html#lien-ket-google-drive",
    "ký hiệu": "notation.html",
    "kí hiệu": "notation.html",
    "lỗi thường gặp": "common_errors.html",
}
LINKS = "links => links.map(link => link.href)"


@pytest.mark.parametrize("way", ["http", "file"])
def test_plain_questions_find_their_section(open_page, site, serve, way):
    page = open_page(serve(site).url("search.html") if way == "http" else site / "search.html")
    missed = {}
    for question, answer in QUESTIONS.items():
        page.locator(".book-search input").fill(question)
        page.locator(".search-status", has_text=f"“{question}”").wait_for()
        links = page.eval_on_selector_all(".search-results a", LINKS)[:FIRST]
        if not any(link.endswith(answer) for link in links):
            missed[question] = [link.rsplit("/", 1)[-1] for link in links]
    assert missed == {}


def count(page, question: str) -> str:
    page.locator(".book-search input").fill(question)
    page.locator(".search-status", has_text=f"“{question}”").wait_for()
    return page.locator(".search-status").inner_text().split()[0]


def test_both_spellings_ask_the_same_and_other_words_stay_apart(open_page, site):
    page = open_page(site / "search.html")
    for new, old in (
        ("xử lí", "xử lý"),
        ("kí hiệu", "ký hiệu"),
        ("tỉ lệ", "tỷ lệ"),
        ("kĩ thuật", "kỹ thuật"),
    ):
        assert count(page, new) == count(page, old)
    # Whole syllables only.
    words = ["Ký", "lỹ", "qui", "QUÝ", "may", "mai", "tuy", "tui", "thủy", "Đường", "hoà", "hòa", "w₁"]
    folded = page.evaluate("words => words.map(HOCSAU_WORDS.foldWord)", words)
    assert folded[:9] == ["ki", "li", "qui", "qui", "may", "mai", "tuy", "tui", "thuy"]
    assert folded[9:] == ["duong", "hoa", "hoa", "w1"]
