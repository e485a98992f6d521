"""Many who ask at once are answered together, and few who ask one after another don't wait for a storm that isn't."""

import asyncio
from collections.abc import Collection, Mapping

import pytest

from realtime.together import Together


async def test_a_storm_waits_longer_and_longer_and_people_one_by_one_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def fetch(keys: Collection[int]) -> Mapping[int, int]:
        asked.append(len(keys))
        return {key: key for key in keys}

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        for _ in range(10):  # whoever is answered has time to ask again
            await sleep(0)

    monkeypatch.setattr("realtime.together.asyncio.sleep", pause)
    one_by_one = Together(fetch, pause=0.05)
    for key in range(20):
        assert await one_by_one.ask(key) == key
    assert set(pauses) == {0.05}

    asked.clear()
    pauses.clear()
    storm = Together(fetch, pause=0.05)

    async def come(first: int) -> None:
        """Ten, and ten more as soon as these are answered."""
        assert await asyncio.gather(*map(storm.ask, range(first, first + 10))) == list(range(first, first + 10))
        if first < 60:
            await come(first + 10)

    await come(0)
    assert asked == [10] * 7
    assert pauses[:6] == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0]
