"""Who has blocked somebody isn't sent their words, nor the other way round, live or replayed."""

from collections.abc import Callable

from core.events import cursor
from core.models import User
from core.tests.factories import UserFactory
from realtime.models import Block
from realtime.tests.screens import Relay, Screen, Server, open_screen, places, serving


def test_words_reach_neither_of_the_two(server: Server, relay: Relay, staff: User, member: User) -> None:
    other, third = UserFactory.create(role="member"), UserFactory.create(role="member")
    Block.objects.create(user=member, other=other)
    start = cursor.head()
    with open_screen(server, member) as phone, open_screen(server, other) as tablet, open_screen(server, third) as laptop:
        for screen in (phone, tablet, laptop):
            screen.hello(start)
        by = {"of member": member, "of other": other, "of third": third}
        live = [relay.say(audience=["members", f"by:{writer.pk}"])[0] for writer in by.values()]
        both = relay.say(audience=["members", f"by:{other.pk}", f"by:{third.pk}"])[0]
        last = relay.say(audience=["members"])[0]
        assert phone.places(last) == [live[0], live[2], last]
        assert tablet.places(last) == [live[1], live[2], both, last]
        assert laptop.places(last) == [*live, both, last]
    with open_screen(server, member) as phone, open_screen(server, staff) as desk:
        assert places(phone.hello(start)[:-1]) == [live[0], live[2], last]
        # A topic that is asked for later, from an earlier place.
        assert places(desk.hello(start)[:-1]) == [*live, both, last]


def test_a_topic_asked_for_later_doesn_t_bring_them(server: Server, relay: Relay, member: User) -> None:
    other = UserFactory.create(role="member")
    Block.objects.create(user=other, other=member)
    start = cursor.head()
    relay.say(audience=["feed", f"by:{other.pk}"])
    seen = relay.say(audience=["feed"])[0]
    with open_screen(server, member) as phone:
        phone.hello(cursor.head())
        phone.say("subscribe", topic="feed", cursor=str(start))
        assert places(phone.hear_until(lambda frame: frame["type"] == "subscribed")[:-1]) == [seen]
        phone.say("subscribe", topic=f"by:{other.pk}")
        assert phone.hear()["code"] == "unknown_topic"


def test_a_block_is_obeyed_when_its_event_passes(transactional_db: None, relay: Relay, member: User) -> None:
    other = UserFactory.create(role="member")
    with serving(check_access_every=3600) as server, open_screen(server, member) as phone:
        phone.hello(cursor.head())
        Block.objects.create(user=other, other=member)
        changed = relay.say(type="user.blocks_changed", subject=f"user/{member.pk}", audience=[f"user:{member.pk}"])[0]
        assert phone.places(changed) == [changed]
        until(lambda: hidden(phone, relay, other))


def hidden(phone: Screen, relay: Relay, other: User) -> bool:
    """Whether what the other writes now no longer comes."""
    words = relay.say(audience=["members", f"by:{other.pk}"])[0]
    last = relay.say(audience=["members"])[0]
    return phone.places(last) == [last] and words < last


def until(holds: Callable[[], bool]) -> None:
    """The hub asks the database after the event has passed: each look is a round of the line."""
    for _ in range(200):
        if holds():
            return
    raise AssertionError("It never came to that.")
