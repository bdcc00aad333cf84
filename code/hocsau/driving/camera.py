"""Ba camera trên xe: ảnh 320×160 của con đường, vẽ bằng phép chiếu phối cảnh ngược."""

from __future__ import annotations

from functools import lru_cache
from math import cos, sin

import numpy as np

from hocsau.driving import scenery
from hocsau.driving.car import Car
from hocsau.driving.scenery import make_scenery
from hocsau.driving.track import Track

HEIGHT, WIDTH = 160, 320
HORIZON = 62  # rows above the horizon
FOCAL = 150.0  # pixels: a thing 1 m wide, 150 m away, is one pixel wide
EYE = 1.4  # metres between the camera and the ground
FORWARD = 1.0  # metres from the rear axle to the camera
SIDE = 1.0  # metres between two cameras
CAMERAS = {"center": 0.0, "left": -SIDE, "right": SIDE}  # in the order of the log; positive is right
LEVELS, REACH = 1024, 8.0  # entries of the table of colours, and the metres from the centre line they span


class Camera:
    """Vẽ ảnh mà camera trên xe nhìn thấy ở `track`; cùng vị trí thì luôn cùng một ảnh.

    Mặt đất phẳng nên hàng ảnh r nào cũng nhìn đúng một khoảng cách z = f·h / (r + ½ − 62), và cột c lệch sang
    bên X = z·(c + ½ − 160) / f. Quay và dời (X, z) theo xe là được điểm trên mặt đất; điểm ấy cách đường tim
    bao xa thì tra trong một bản đồ đã tính sẵn, rồi tra màu.
    """

    def __init__(self, track: Track) -> None:
        self.track, self.scenery = track, make_scenery(track)
        rows = np.arange(HORIZON, HEIGHT) + 0.5 - HORIZON
        self._depth = (FOCAL * EYE / rows).astype(np.float32)[:, None]  # (R, 1)
        columns = (np.arange(WIDTH) + 0.5 - WIDTH / 2).astype(np.float32)
        self._across = self._depth * columns / np.float32(FOCAL)  # (R, C)
        self._bearing = np.arctan(columns / FOCAL)
        self._colours, self._grain = _tables(track.width, self._depth[:, 0])

    def images(self, car: Car, cameras: tuple[str, ...] = tuple(CAMERAS)) -> np.ndarray:
        """Ảnh uint8 (số camera, 160, 320, 3) của những camera được nêu: "center", "left", "right"."""
        sides = np.array([CAMERAS[name] for name in cameras], dtype=np.float32)
        picture = np.empty((len(sides), HEIGHT, WIDTH, 3), dtype=np.uint8)
        picture[:, :HORIZON] = self._sky(car)
        picture[:, HORIZON:] = self._ground(car, sides)
        for side, image in zip(sides, picture, strict=True):
            self._plant(image, car, float(side))
            hood = _hood(float(side))
            image[hood[0]] = hood[1]
        return picture

    def image(self, car: Car) -> np.ndarray:
        """Ảnh (160, 320, 3) của camera giữa."""
        return self.images(car, ("center",))[0]

    def _sky(self, car: Car) -> np.ndarray:
        turn = (car.heading - self._bearing) / (2 * np.pi)
        return self.scenery.horizon[:, (turn * scenery.PANORAMA).astype(np.int64) % scenery.PANORAMA]

    def _ground(self, car: Car, sides: np.ndarray) -> np.ndarray:
        c, s = np.float32(cos(car.heading)), np.float32(sin(car.heading))
        right, ahead = self._across + sides[:, None, None], self._depth + np.float32(FORWARD)
        x = np.float32(car.x) + ahead * c + right * s  # (K, R, C)
        y = np.float32(car.y) + ahead * s - right * c
        away = np.abs(self.scenery.offset(x, y))
        level = np.minimum(away * np.float32(LEVELS / REACH), LEVELS - 1).astype(np.int32)
        level += np.arange(len(self._depth), dtype=np.int32)[:, None] * LEVELS
        texel = np.float32(1 / scenery.TEXEL)
        mask = scenery.TILE - 1  # TILE is a power of two
        where = (np.floor(y * texel).astype(np.int32) & mask) * scenery.TILE
        where += np.floor(x * texel).astype(np.int32) & mask
        light = 1 + self._grain.take(level) * self.scenery.noise.ravel().take(where)
        return np.clip(self._colours.take(level, axis=0) * light[..., None], 0, 255)

    def _plant(self, image: np.ndarray, car: Car, side: float) -> None:
        """Draw the trees that stand before the camera, the farthest first."""
        c, s = cos(car.heading), sin(car.heading)
        dx, dy = self.scenery.trees[:, 0] - car.x, self.scenery.trees[:, 1] - car.y
        depth, across = dx * c + dy * s - FORWARD, dx * s - dy * c - side
        seen = np.flatnonzero((depth > 4) & (depth < 150) & (np.abs(across) < depth * 1.3))
        for i in seen[np.argsort(-depth[seen])]:
            scale = FOCAL / depth[i]
            tall = scale * self.scenery.trees[i, 2]
            foot, middle = HORIZON + scale * EYE, WIDTH / 2 + scale * across[i]
            self._stamp(image, self.scenery.sprites[int(self.scenery.trees[i, 3])], foot, middle, tall)

    @staticmethod
    def _stamp(image: np.ndarray, sprite: np.ndarray, foot: float, middle: float, tall: float) -> None:
        wide = tall * sprite.shape[1] / sprite.shape[0]
        top, left = foot - tall, middle - wide / 2
        r = np.arange(max(round(top), 0), min(round(foot), HEIGHT))
        c = np.arange(max(round(left), 0), min(round(left + wide), WIDTH))
        if not (len(r) and len(c)):
            return
        from_r = np.clip((r + 0.5 - top) / tall * sprite.shape[0], 0, sprite.shape[0] - 1).astype(int)
        from_c = np.clip((c + 0.5 - left) / wide * sprite.shape[1], 0, sprite.shape[1] - 1).astype(int)
        stamp = sprite[from_r[:, None], from_c]
        part = image[r[0] : r[-1] + 1, c[0] : c[-1] + 1]
        np.copyto(part, stamp[..., :3], where=stamp[..., 3:] > 0)


def _tables(width: float, depth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each row of the image and each distance from the centre line: the colour, and how grainy it is.

    Far rows see wide stretches of ground in a pixel: a border is then a mixture, and a grain disappears.
    """
    away = (np.arange(LEVELS) + 0.5) * REACH / LEVELS
    pixel = (depth / FOCAL)[:, None]  # metres across

    def inside(
        edge: float,
    ) -> np.ndarray:  # the part of the pixel that is nearer to the centre line than edge
        return np.clip((edge - away) / pixel + 0.5, 0, 1)[..., None]

    half, line = width / 2, 0.12
    colours = np.broadcast_to(scenery.GRASS, (len(depth), LEVELS, 3)).astype(np.float32)
    colours = colours + (scenery.SAND - colours) * inside(half + 0.7)
    colours = colours + (scenery.ASPHALT - colours) * inside(half)
    paint = inside(half - 0.25) * (1 - inside(half - 0.25 - line))
    colours = colours + (scenery.PAINT - colours) * paint
    haze = np.clip(depth / 300, 0, 0.8)[:, None, None]
    colours = colours + (scenery.HILLS[1] - colours) * haze
    # Along the road a pixel covers depth²/(f·h) metres, many grains when far.
    shown = np.minimum(1, 4 * scenery.TEXEL / (depth**2 / (FOCAL * EYE)))[:, None]
    grain = (0.07 + 0.07 * (1 - inside(half)[..., 0])) * shown
    return colours.reshape(-1, 3).astype(np.float32), grain.astype(np.float32).ravel()


@lru_cache(maxsize=3)
def _hood(side: float) -> tuple[np.ndarray, np.ndarray]:
    """Where the car's own bonnet hides the view, (160, 320) bool, and its colours there."""
    row, col = np.mgrid[0:HEIGHT, 0:WIDTH]
    middle = WIDTH / 2 - 150 * side  # a camera further left sees the bonnet further right
    top = 138 + ((col - middle) / 34.0) ** 2 * 1.1
    mask = (row > top) & (row > 137)
    shine = np.clip(1.15 - 0.018 * (row - top), 0.6, 1.15)[..., None]
    return mask, (np.array([128, 116, 98]) * shine)[mask].astype(np.uint8)
