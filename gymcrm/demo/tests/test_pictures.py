"""The pictures are painted the same each time, and are pictures."""

from io import BytesIO

import pytest
from PIL import Image

from gymcrm.demo import portraits
from gymcrm.demo.feed import ALT
from gymcrm.demo.pictures import HEIGHT, SCENES, WIDTH, webp


def test_portraits() -> None:
    """The same each time, and no two alike."""
    painted = {number: portraits.webp(number) for number in range(8)}
    assert portraits.webp(3) == painted[3]
    assert len({sizes[96] for sizes in painted.values()}) == 8
    for sizes in painted.values():
        for side, content in sizes.items():
            with Image.open(BytesIO(content)) as image:
                assert (image.format, image.size) == ("WEBP", (min(side, 320),) * 2)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene(scene: str) -> None:
    painted = webp(scene)
    assert painted == webp(scene)
    assert painted != webp(f"{scene}-2")
    for side, content in painted.items():
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size) == ("WEBP", (side, side * HEIGHT // WIDTH))
            assert len(image.resize((120, 80)).getcolors(9600) or []) > 50
    assert ALT[scene]
