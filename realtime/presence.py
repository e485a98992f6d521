"""Who is where: what this process knows of its own connections and of those of the others.

Nothing of it is stored. Each process says what its people do and forgets what another said some seconds ago, so whoever is gone,
by a closed tab, a dead process or a dead Redis, is gone from the screens by itself.
"""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from realtime import frames, topics
from realtime.frames import Doing
from realtime.principal import Principal

# More faces than a screen shows.
MOST_SHOWN = 50
# Topics with somebody in them, summed over this process's people.
MOST_HERE = 5_000

# By topic and person: their name, and what they do there.
Places = dict[str, dict[int, tuple[str, Doing]]]


class Watcher(Protocol):
    """A connection."""

    principal: Principal

    def show_presence(self, topic: str, frame: str) -> None: ...


@dataclass
class _Here:
    """What one connection said of itself, and when it last said anything."""

    heard_at: float
    doing: dict[str, Doing] = field(default_factory=dict)
    silent: bool = False


class Presence:
    """Times are in seconds of the clock that the caller passes. `lease`: so long a connection that says nothing counts."""

    def __init__(self, *, lease: float, forget_after: float, most_here: int = MOST_HERE) -> None:
        self._lease = lease
        self._forget_after = forget_after
        self._most_here = most_here
        self._here: dict[Watcher, _Here] = {}
        self._watchers: dict[str, set[Watcher]] = {}
        self._count = 0
        self._elsewhere: dict[str, tuple[float, Places]] = {}
        # Set when there is something to take.
        self.news = asyncio.Event()
        self._changed: set[str] = set()
        self._changed_here: set[str] = set()
        self._told: dict[str, str] = {}

    # --- this process's people ---------------------------------------------------------------------------------------

    def be(self, watcher: Watcher, topic: str, doing: Doing, now: float) -> frames.ErrorCode | None:
        """Why not, if so. Until further notice the watcher is shown who else is there."""
        try:
            if not topics.may_be_present(watcher.principal, topic):
                return "forbidden"
        except topics.UnknownTopic:
            return "unknown_topic"
        here = self._here.get(watcher)
        if here is None or topic not in here.doing:
            if self._count >= self._most_here or (here and len(here.doing) >= frames.MOST_PLACES):
                return "too_many_topics"
            here = self._here.setdefault(watcher, _Here(now))
            self._watchers.setdefault(topic, set()).add(watcher)
            self._count += 1
        if here.doing.get(topic) != doing:
            here.doing[topic] = doing
            self._touch([topic])
        return None

    def go(self, watcher: Watcher, topic: str) -> None:
        here = self._here.get(watcher)
        if here is None or here.doing.pop(topic, None) is None:
            return
        self._count -= 1
        self._touch([topic])
        self._watchers[topic].discard(watcher)
        if not self._watchers[topic]:
            del self._watchers[topic]
            self._told.pop(topic, None)
        if not here.doing:
            del self._here[watcher]

    def leave(self, watcher: Watcher) -> None:
        """Everything: the connection is gone."""
        for topic in tuple(self.where(watcher)):
            self.go(watcher, topic)

    def where(self, watcher: Watcher) -> Collection[str]:
        here = self._here.get(watcher)
        return here.doing if here else ()

    def heard(self, watcher: Watcher, now: float) -> None:
        """It said something: what it did it still does."""
        here = self._here.get(watcher)
        if here:
            here.heard_at = now
            if here.silent:
                here.silent = False
                self._touch(here.doing)

    def judge(self, watcher: Watcher) -> list[str]:
        """After its person changed: the topics in which it is no more, because it may not."""
        lost = [topic for topic in self.where(watcher) if not topics.may_be_present(watcher.principal, topic)]
        for topic in lost:
            self.go(watcher, topic)
        self._touch(self.where(watcher))  # by another name, perhaps
        return lost

    def here(self, wanted: Iterable[str] | None = None) -> Places:
        """This process's own people, in the topics that are wanted or in all where somebody is."""
        if wanted is None:
            return {topic: people for topic in self._watchers if (people := self._people_here(topic))}
        return {topic: self._people_here(topic) for topic in wanted}

    def _people_here(self, topic: str) -> dict[int, tuple[str, Doing]]:
        people: dict[int, tuple[str, Doing]] = {}
        for watcher in self._watchers.get(topic, ()):
            here = self._here[watcher]
            if not here.silent:
                _add(people, watcher.principal.user_id, watcher.principal.name, here.doing[topic])
        return people

    # --- the others' -------------------------------------------------------------------------------------------------

    def learn(self, process: str, places: Places, now: float, *, whole: bool) -> None:
        """What another process said: of all its people, or of those in some topics."""
        _, before = self._elsewhere.get(process, (now, {}))
        for topic in before.keys() | places.keys() if whole else tuple(places):
            if before.get(topic, {}) != places.get(topic, {}):
                self._touch([topic], here=False)
        known = places if whole else before | places
        known = {topic: people for topic, people in known.items() if people}
        if known:
            self._elsewhere[process] = (now, known)
        else:
            self._elsewhere.pop(process, None)

    def lapse(self, now: float) -> None:
        """Who has been silent for too long, be it a connection or a process, doesn't count any more."""
        for here in self._here.values():
            if not here.silent and now - here.heard_at > self._lease:
                here.silent = True
                self._touch(here.doing)
        for process, (heard_at, places) in tuple(self._elsewhere.items()):
            if now - heard_at > self._forget_after:
                del self._elsewhere[process]
                self._touch(places, here=False)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def frame(self, topic: str) -> str:
        people = self._people_here(topic)
        for _, places in self._elsewhere.values():
            for user_id, (name, doing) in places.get(topic, {}).items():
                _add(people, user_id, name, doing)
        present = [frames.PersonPresent(id=user_id, name=name, doing=doing) for user_id, (name, doing) in people.items()]
        present.sort(key=lambda person: (person.doing != "editing", person.name, person.id))
        shown = present[:MOST_SHOWN]
        return frames.Presence(type="presence", topic=topic, people=shown, more=len(present) - len(shown)).text()

    def take_changed(self) -> tuple[set[str], set[str]]:
        """The topics in which something changed since the last time: of this process's people, and at all."""
        here, changed = self._changed_here, self._changed
        self._changed_here, self._changed = set(), set()
        self.news.clear()
        return here, changed

    def show(self, changed: Iterable[str]) -> None:
        """To the watchers of these topics who may see it at this moment, if it isn't what they were told before."""
        for topic in changed:
            watchers = self._watchers.get(topic)
            if not watchers:
                continue
            frame = self.frame(topic)
            if self._told.get(topic) == frame:
                continue
            self._told[topic] = frame
            for watcher in tuple(watchers):
                if topics.may_be_present(watcher.principal, topic):
                    watcher.show_presence(topic, frame)

    def _touch(self, names: Iterable[str], *, here: bool = True) -> None:
        for topic in names:
            self._changed.add(topic)
            if here:
                self._changed_here.add(topic)
            self.news.set()


def _add(people: dict[int, tuple[str, Doing]], user_id: int, name: str, doing: Doing) -> None:
    """A person with many tabs, devices or processes does the most of what they do in any."""
    if doing == "editing" or user_id not in people:
        people[user_id] = (name, doing)
