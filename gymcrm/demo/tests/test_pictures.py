"""The pictures are painted the same each time, and are pictures."""

from io import BytesIO

import pytest
from PIL import Image

from gymcrm.demo.feed import ALT
from gymcrm.demo.pictures import HEIGHT, SCENES, WIDTH, paint


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene(scene: str) -> None:
    painted = paint(scene)
    assert painted == paint(scene)
    with Image.open(BytesIO(painted)) as image:
        assert (image.format, image.size) == ("JPEG", (WIDTH, HEIGHT))
        assert len(image.convert("RGB").resize((120, 80)).getcolors(9600) or []) > 50
    assert ALT[scene]
