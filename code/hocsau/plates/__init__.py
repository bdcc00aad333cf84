"""Biển số xe máy Việt Nam do sách vẽ: mặt biển, cảnh có biển, khung và chữ; không có biển thật nào.

    rng = np.random.default_rng(0)
    plate_face(read_number("59-X1 123.45"))      # uint8 (140, 190): biển sạch, nhìn thẳng
    scene = draw_scene(rng)                      # ảnh, khung, bốn góc, số của từng biển
    straighten(scene.image, scene.corners[0], 64, 96)

Cùng rng thì cùng hình. `load("plate_scenes")` là 160 cảnh như vậy, lần nạp nào cũng giống nhau.
"""

from hocsau.plates.codes import LETTERS, PROVINCES, SEEN_LETTERS
from hocsau.plates.drawn_set import draw_scenes
from hocsau.plates.face import plate_face, worn_face
from hocsau.plates.glyphs import GLYPHS, glyph
from hocsau.plates.number import CHARACTERS, PlateNumber, draw_number, read_number
from hocsau.plates.place import homography, paste, project, straighten
from hocsau.plates.scene import ANY, BARE, CAR_PARK, Look, Scene, draw_scene, plate_corners

__all__ = [
    "ANY",
    "BARE",
    "CAR_PARK",
    "CHARACTERS",
    "GLYPHS",
    "LETTERS",
    "PROVINCES",
    "SEEN_LETTERS",
    "Look",
    "PlateNumber",
    "Scene",
    "draw_number",
    "draw_scene",
    "draw_scenes",
    "glyph",
    "homography",
    "paste",
    "plate_corners",
    "plate_face",
    "project",
    "read_number",
    "straighten",
    "worn_face",
]
