"""Chấm bài tập: bạn đưa câu trả lời cho một hàm `check_…`, nó nói đúng, hay sai ở đâu (mà không lộ đáp án).

    from hocsau.exercises.ch02_python import check_mean

    def mean(numbers):
        return sum(numbers) / len(numbers)

    check_mean(mean)                 # Đúng rồi! …

Trả lời sai thì `check_…` báo `NotRight` với lời giải thích tiếng Việt. Nhờ vậy lời giải trong sách, gọi đúng
hàm ấy, không thể sai mà vẫn qua được lần dựng sách. Trong notebook lời báo hiện một mình, không có traceback.

Viết bài chấm cho một trang: một mô-đun (hay gói) cùng tên với trang, mỗi bài một hàm một tham số:

    from hocsau.exercises.checking import check_function, check_value, graded

    @graded
    def check_mean(answer: object) -> None:
        '''Trung bình cộng.'''
        check_function(answer, "mean(numbers)", lambda numbers: sum(numbers) / len(numbers),
                       [([1, 2, 6],), ([-4],)],
                       hints=[(lambda numbers: sum(numbers), "bạn quên chia")])

`reference` chạy trên từng bộ tham số; chọn các bộ sao cho mọi cách làm sai hay gặp đều lộ ra, và viết test
cho từng cách. `graded` lo phần còn lại: đưa vào thứ gì cũng không đổ vỡ. Gói con này chỉ cần numpy.
"""

from hocsau.exercises.verdict import NotRight

__all__ = ["NotRight"]
