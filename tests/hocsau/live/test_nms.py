"""The Python twin of book/live/nms.js: what is kept is what hocsau.detection.nms keeps."""

from hocsau import detection
from hocsau.live.nms import BOXES, SCORES, controls, draw, reading, rounds, shapes


def test_what_is_kept_is_what_the_package_keeps():
    for threshold in controls()["threshold"].values:
        kept = [best for best, _ in rounds(threshold)]
        assert kept == detection.nms(BOXES, SCORES, threshold).tolist()
        assert sorted(kept + [i for _, gone in rounds(threshold) for i in gone]) == list(range(len(BOXES)))


def test_every_box_is_drawn_once_at_every_step():
    for threshold in (0.1, 0.5, 0.9):
        for step in controls()["step"].values:
            looks = [look for tag, look, *_ in shapes(step, threshold) if look in ("gone", "thin", "moves")]
            assert len(looks) == len(BOXES)
            assert looks.count("moves") == min(step, len(rounds(threshold)))


def test_two_cats_need_a_threshold_that_is_not_too_low():
    assert len(rounds(0.5)) > len(rounds(0.2))
    assert len(rounds(0.9)) == len(BOXES)


def test_the_words():
    assert reading(0, 0.5) == "Chín khung, đánh số theo điểm: khung 1 chắc nhất (0.95)."
    assert draw(1, 0.5)[1].startswith("Bước 1: giữ khung 1 (điểm 0.95); bỏ khung 3 (IoU 0.")
    assert reading(9, 0.2).startswith("Xong sau ")
    assert "không phải bỏ khung nào" in reading(1, 0.9)
