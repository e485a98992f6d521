"""Names as they stand in a city's member list. `written=ascii` where an email address needs other letters."""

from dataclasses import dataclass
from random import Random

# Languages with a weight each: how often their names occur among the members.
NAMES: dict[str, tuple[int, str, str]] = {
    "German": (
        26,
        "Mia Emma Hannah Sofia Lena Leonie Johanna Katharina Annika Ulrike Jürgen=Juergen Jonas Felix Maximilian Lukas Paul "
        "Moritz Sebastian Björn=Bjoern Torsten Günther=Guenther Käthe=Kaethe",
        "Lindner Schäfer=Schaefer Vogel Krüger=Krueger Hartmann Böhm=Boehm Kaiser Fuchs Weiß=Weiss Jäger=Jaeger Brandt Seidel "
        "Großmann=Grossmann Pfeiffer Winter Engel",
    ),
    "Turkish": (
        11,
        "Elif Zeynep Ayşe=Ayse Defne Özlem=Oezlem Gülşen=Guelsen Emre Mehmet Çağla=Cagla Onur Kerem Yiğit=Yigit",
        "Yılmaz=Yilmaz Kaya Demir Şahin=Sahin Çelik=Celik Öztürk=Oeztuerk Aydın=Aydin Arslan Doğan=Dogan",
    ),
    "English": (
        10,
        "Olivia Amelia Grace Charlotte Imogen Harriet Oliver George Callum Declan Rhys Theodore",
        "O'Connor=oconnor Hughes Bennett Whitaker Fairclough Murphy McAllister Ashworth Clarke",
    ),
    "Polish": (
        9,
        "Zofia Agnieszka Małgorzata=Malgorzata Katarzyna Magda Paweł=Pawel Łukasz=Lukasz Krzysztof Michał=Michal Tomasz",
        "Nowak Kowalczyk Wójcik=Wojcik Woźniak=Wozniak Mazur Krawczyk Kaczmarek Pawlak",
    ),
    "Chinese": (
        9,
        "伟=wei 芳=fang 秀英=xiuying 娜=na 敏=min 静=jing 强=qiang 磊=lei 洋=yang 艳=yan 欣怡=xinyi 浩然=haoran 子涵=zihan",
        "王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 黄=huang 赵=zhao 周=zhou 欧阳=ouyang",
    ),
    "Arabic": (
        8,
        "فاطمة=fatima مريم=maryam ليلى=layla نور=nour محمد=mohammed أحمد=ahmad يوسف=youssef خالد=khaled",
        "الحسن=alhassan حداد=haddad منصور=mansour خليل=khalil الخطيب=alkhatib نصار=nassar",
    ),
    "Vietnamese": (
        7,
        "Linh Thảo=Thao Hương=Huong Ngọc=Ngoc Tuấn=Tuan Đức=Duc Quỳnh=Quynh Bảo=Bao Minh",
        "Nguyễn=Nguyen Trần=Tran Lê=Le Phạm=Pham Hoàng=Hoang Vũ=Vu Đặng=Dang",
    ),
    "Portuguese": (
        6,
        "João=Joao Inês=Ines Conceição=Conceicao Rafaela Tiago Beatriz Gonçalo=Goncalo Mariana",
        "Almeida Gonçalves=Goncalves Ribeiro Magalhães=Magalhaes dos&Santos=dossantos Araújo=Araujo",
    ),
    "Ukrainian": (
        5,
        "Оксана=oksana Наталія=nataliia Ірина=iryna Андрій=andrii Тарас=taras Дмитро=dmytro Соломія=solomiia",
        "Шевченко=shevchenko Коваленко=kovalenko Бондаренко=bondarenko Мельник=melnyk Кравчук=kravchuk",
    ),
    "Hindi": (
        4,
        "प्रिया=priya अनन्या=ananya राहुल=rahul आरव=aarav Kavya Rohan",
        "शर्मा=sharma पटेल=patel सिंह=singh Iyer Mukherjee",
    ),
    "Greek": (
        3,
        "Ελένη=eleni Γιώργος=giorgos Κατερίνα=katerina Νίκος=nikos",
        "Παπακωνσταντίνου=papakonstantinou Νικολάου=nikolaou Γεωργίου=georgiou",
    ),
    "Korean": (2, "지민=jimin 서연=seoyeon 민준=minjun 하은=haeun", "김=kim 이=lee 박=park 최=choi"),
}


@dataclass(frozen=True)
class Name:
    first: str
    last: str
    email: str
    language: str


def draw(random: Random, count: int) -> list[Name]:
    """Different people: where two have the same name, their mailboxes carry a number."""
    languages = random.choices(list(NAMES), [weight for weight, _, _ in NAMES.values()], k=count)
    taken: dict[str, int] = {}
    names = []
    for language in languages:
        _, firsts, lasts = NAMES[language]
        first, plain_first = _written(random.choice(firsts.split()))
        last, plain_last = _written(random.choice(lasts.split()))
        if random.random() < 0.03 and language in ("German", "English", "Portuguese"):
            other, plain_other = _written(random.choice(lasts.split()))
            last, plain_last = f"{last}-{other}", f"{plain_last}-{plain_other}"
        mailbox = f"{plain_first}.{plain_last}".lower()
        taken[mailbox] = taken.get(mailbox, 0) + 1
        number = str(taken[mailbox]) if taken[mailbox] > 1 else ""
        host = random.choice(["example.org", "example.com", "example.net"])
        names.append(Name(first, last, f"{mailbox}{number}@{host}", language))
    return names


def _written(entry: str) -> tuple[str, str]:
    written, _, plain = entry.replace("&", " ").partition("=")
    return written, plain or written
