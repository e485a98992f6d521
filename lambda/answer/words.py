"""What the pages say, in each language: for each purpose what will be done, and afterwards that the answer is taken."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Asking:
    """`when` names the times that matter; `note` what is good to know before pressing `button`."""

    title: str
    text: str
    when: str
    note: str
    button: str
    taken: str


@dataclass(frozen=True, kw_only=True)
class Saying:
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Words:
    asking: dict[str, Asking]
    taken: str
    expired: Saying
    unreadable: Saying
    failed: Saying
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    instant: str

    def instant_of(self, at: datetime) -> str:
        """An instant of the centre's zone, with the zone, as people of this language write it."""
        return self.instant.format(
            at=at, weekday=self.weekdays[at.weekday()], month=self.months[at.month - 1], time=f"{at:%H:%M}", zone=at.tzname()
        )


ENGLISH = Words(
    asking={
        "confirm": Asking(
            title="Are you coming?",
            text="With the button you say that you are coming to your appointment.",
            when="It begins on {starts_at}.",
            note="",
            button="Yes, I’m coming",
            taken="You said that you are coming. See you soon!",
        ),
        "cancel": Asking(
            title="Cancel your appointment?",
            text="With the button your appointment is cancelled, and someone else can have the time.",
            when="It begins on {starts_at}.",
            note="What a late cancellation costs is what was agreed when you booked.",
            button="Cancel the appointment",
            taken="A mail confirms it as soon as your appointment is cancelled.",
        ),
        "accept": Asking(
            title="Take the seat?",
            text="A seat became free and is kept for you. With the button you book it.",
            when="The class begins on {starts_at}. The seat is kept until {until}.",
            note="",
            button="Take the seat",
            taken="A mail confirms it as soon as the seat is booked.",
        ),
        "unsubscribe": Asking(
            title="No more of these mails?",
            text="With the button you get no more reminders of this kind by mail.",
            when="What happens to your bookings we still tell you.",
            note="You can have them again at any time, on your own page.",
            button="No more of these mails",
            taken="You get no more mails of this kind.",
        ),
    },
    taken="We have your answer",
    expired=Saying(
        title="This link is over", text="It was good until {until}. If you still have something to tell us, please get in touch."
    ),
    unreadable=Saying(
        title="This link doesn’t work", text="It may have been cut off when it was copied. Please open it from the mail again."
    ),
    failed=Saying(title="That didn’t work", text="Your answer could not be taken just now. Please try again in a few minutes."),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    instant="{weekday}, {at.day} {month} {at.year} at {time} ({zone})",
)  # fmt: skip

CHINESE = Words(
    asking={
        "confirm": Asking(
            title="您会来吗？",
            text="点击按钮，即表示您会按预约前来。",
            when="预约于{starts_at}开始。",
            note="",
            button="是的，我会来",
            taken="您已表示会来。期待您的光临！",
        ),
        "cancel": Asking(
            title="取消预约？",
            text="点击按钮，即取消您的预约，把时间让给其他会员。",
            when="预约于{starts_at}开始。",
            note="逾期取消的后果以您预约时的约定为准。",
            button="取消预约",
            taken="预约取消后，您会收到确认邮件。",
        ),
        "accept": Asking(
            title="接受名额？",
            text="有名额空出，正为您保留。点击按钮即可预约。",
            when="课程于{starts_at}开始，名额保留至{until}。",
            note="",
            button="接受名额",
            taken="名额预约成功后，您会收到确认邮件。",
        ),
        "unsubscribe": Asking(
            title="不再接收此类邮件？",
            text="点击按钮，您将不再收到此类提醒邮件。",
            when="预约有变动时，我们仍会通知您。",
            note="您可随时在个人页面恢复。",
            button="不再接收",
            taken="您将不再收到此类邮件。",
        ),
    },
    taken="我们已收到您的答复",
    expired=Saying(title="此链接已过期", text="它的有效期至{until}。如仍有事相告，请与我们联系。"),
    unreadable=Saying(title="此链接无效", text="可能在复制时不完整，请重新从邮件中打开。"),
    failed=Saying(title="未能完成", text="暂时无法接收您的答复，请几分钟后再试。"),
    months=tuple(f"{month}月" for month in range(1, 13)),
    weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    instant="{at.year}年{month}{at.day}日 {weekday} {time}（{zone}）",
)

WORDS = {"en": ENGLISH, "zh-hans": CHINESE}
# As browsers and readers name it.
TAGS = {"en": "en", "zh-hans": "zh-Hans"}


def language_of(accepted: str) -> str:
    """Of a browser's Accept-Language, for who holds no link that says it: what is asked for first, if it is Chinese."""
    return "zh-hans" if accepted.strip().lower().startswith("zh") else "en"
