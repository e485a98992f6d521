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


async def test_who_asks_while_a_question_is_under_way_shares_the_next_one() -> None:
    """Nobody gets an answer that is older than their question."""
    asked: list[Collection[str]] = []
    may_answer = asyncio.Event()

    async def fetch(keys: Collection[str]) -> Mapping[str, int]:
        asked.append(keys)
        number = len(asked)
        await may_answer.wait()
        return dict.fromkeys(keys, number)

    together = Together(fetch)
    first = asyncio.create_task(together.ask("head"))
    while not asked:
        await asyncio.sleep(0)
    later = [asyncio.create_task(together.ask("head")) for _ in range(3)]
    await asyncio.sleep(0)
    may_answer.set()
    assert await first == 1
    assert await asyncio.gather(*later) == [2, 2, 2]
    assert asked == [("head",), ("head",)]


async def test_an_error_is_for_those_who_asked_and_the_next_are_answered() -> None:
    async def fetch(keys: Collection[int]) -> Mapping[int, int]:
        if 1 in keys:
            raise ConnectionError
        return {key: key for key in keys}

    together = Together(fetch)
    answers = await asyncio.gather(*(together.ask(1) for _ in range(3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionError] * 3
    assert await together.ask(2) == 2
