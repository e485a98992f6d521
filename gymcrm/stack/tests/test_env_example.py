""".env.example is complete and true: each variable that the project reads, with the default that the code has."""

import re

from gymcrm.stack.ports import VARIABLES, Ports
from gymcrm.stack.process import ROOT

SOURCES = ["gymcrm", "core", "realtime", "scheduling", "social"]
READ = re.compile(r"""(?:environ\.get\(|environ\[|getenv\(|\bflag\(|\blisted\()\s*"([A-Z_]+)"(?:,\s*"([^"]*)")?""")
# Read by the AWS SDK itself.
OF_THE_SDK = {"AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
# Of the system that runs it, not ours.
FOREIGN = {"PATH", "CI", "DJANGO_SETTINGS_MODULE"}


def listed() -> dict[str, str | None]:
    """None for what is commented out: it has no default that would be right anywhere."""
    lines = re.findall(r"(?m)^(#?)([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text())
    return {name: None if off else value for off, name, value in lines}


def read() -> dict[str, str]:
    """What the code reads, with the default where it is written there."""
    found: dict[str, str] = {}
    for source in SOURCES:
        for path in (ROOT / source).rglob("*.py"):
            if "tests" not in path.parts:
                for name, default in READ.findall(path.read_text()):
                    found[name] = found.get(name) or default
    return {name: default for name, default in found.items() if name not in FOREIGN}


def test_every_variable_is_listed_and_none_that_nobody_reads() -> None:
    assert set(listed()) == set(read()) | OF_THE_SDK | set(VARIABLES.values())


def test_the_defaults_are_the_code_s() -> None:
    ports = {variable: str(getattr(Ports(), name)) for name, variable in VARIABLES.items()}
    code = {**read(), **ports}
    assert {name: value for name, value in listed().items() if value is not None} == {
        name: code[name] for name, value in listed().items() if value is not None
    }
