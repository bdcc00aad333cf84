import numpy as np
import pytest

from hocsau.driving import CAMERAS, Camera, Car, start
from hocsau.driving.camera import EYE, FOCAL, FORWARD, HEIGHT, HORIZON, WIDTH


def yellow(image):
    r, g, b = np.moveaxis(image.astype(int), -1, 0)
    return (r - b > 90) & (g - b > 60) & (np.arange(HEIGHT)[:, None] > HORIZON + 8)


def test_three_images_of_the_size_of_the_source(camera, track):
    images = camera.images(start(track, 30))
    assert images.shape == (3, 160, 320, 3) and images.dtype == np.uint8 and list(CAMERAS)[0] == "center"


def test_the_same_place_gives_the_same_picture_in_any_camera_object(camera, track):
    car = start(track, 77, 1.0)
    again = Camera(track)
    assert (camera.images(car) == again.images(car)).all()
    assert (camera.image(car) == again.images(car)[0]).all()


def test_edge_lines_are_where_perspective_puts_them(track, camera):
    """Project points of the painted lines with the pinhole formula: there, the image must be yellow."""
    found = total = 0
    for s in np.arange(0, track.length, 23.0):
        car = start(track, float(s), 0.7)
        image, painted = camera.image(car), None
        painted = yellow(image)
        for ahead in np.arange(5, 14, 0.5):
            for side in (-1, 1):
                edge = side * (track.width / 2 - 0.25 - 0.06)
                (x, y), _ = track.at(s + ahead, edge)
                dx, dy = x - car.x, y - car.y
                depth = dx * np.cos(car.heading) + dy * np.sin(car.heading) - FORWARD
                across = dx * np.sin(car.heading) - dy * np.cos(car.heading)
                row = int(HORIZON + FOCAL * EYE / depth)
                column = int(WIDTH / 2 + FOCAL * across / depth)
                if row < 130 and 0 <= column < WIDTH:
                    total += 1
                    found += painted[row, max(column - 1, 0) : column + 2].any()
    assert total > 200 and found > 0.97 * total


def test_the_left_camera_sees_the_road_further_right(camera, track):
    straight = float(track.s[np.abs(track.curvature).argmin()])
    center, left, right = camera.images(start(track, straight))
    columns = [np.argwhere(yellow(image[:, 160:]))[:, 1].mean() for image in (left, center, right)]
    assert columns[0] > columns[1] > columns[2]


def test_a_side_camera_is_a_car_that_stands_a_metre_aside(camera, track):
    car = start(track, 200)
    aside = Car(car.x - np.sin(car.heading) * 1.0, car.y + np.cos(car.heading) * 1.0, car.heading)
    left, moved = camera.images(car, ("left",))[0], camera.image(aside)
    assert (left[:130] == moved[:130]).mean() > 0.99


def test_sky_ground_and_bonnet(camera, track):
    image = camera.image(start(track, 0)).astype(int)
    assert (image[:20, :, 2] > image[:20, :, 0]).mean() > 0.8  # blue, but for trees
    assert (image[100:135, 160].std(axis=1) < 5).all()  # grey asphalt ahead
    assert (camera.image(start(track, 250))[150:, 150:170] == image[150:, 150:170]).all()


def test_far_from_the_map_there_is_still_a_picture(camera):
    assert camera.image(Car(5000, -5000, 1.0)).shape == (160, 320, 3)


@pytest.mark.parametrize("heading", [-3.14159, 0, 3.14159, 6.5])
def test_every_heading_has_a_horizon(camera, heading):
    assert camera.image(Car(0, 0, heading)).std() > 10
