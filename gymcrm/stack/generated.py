"""Files in the repository that are made from the code: the API's schema, the events' schemas, the live line's document
and the client's types.

`python -m gymcrm.stack.generated` writes them; with `--check` it fails when they aren't what the code says.
"""

import os
import subprocess
import sys
from collections.abc import Sequence

from gymcrm.stack import client
from gymcrm.stack.process import ROOT

MANAGE = [sys.executable, "manage.py"]
COMMANDS: list[Sequence[str]] = [
    [*MANAGE, "spectacular", "--format=openapi-json", "--validate", "--fail-on-warn", "--file=frontend/schema/openapi.json"],
    [*MANAGE, "event_schemas", "frontend/schema/events.json"],
    [*MANAGE, "event_samples", "lambda/contract"],
    [*MANAGE, "asyncapi", "frontend/schema/asyncapi.json"],
    client.npm("--prefix", "frontend", "run", "--silent", "types"),
]
GENERATED = ["frontend/schema/*", "frontend/src/**/*.gen.ts", "lambda/contract/*"]


def write() -> None:
    # No command here needs the database, and manage.py would start one.
    environ = client.node_environment({**os.environ, "DATABASE_URL": "postgres://nobody@localhost/unused"})
    for command in COMMANDS:
        subprocess.run(command, cwd=ROOT, env=environ, check=True)


def contents() -> dict[str, bytes]:
    return {
        str(path.relative_to(ROOT)): path.read_bytes()
        for pattern in GENERATED
        for path in sorted(ROOT.glob(pattern))
        if path.is_file()
    }


def check() -> int:
    """Leaves what it wrote: that is what is to be committed."""
    before = contents()
    write()
    after = contents()
    drifted = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    for path in drifted:
        print(f"{path} was not what the code says")
    return 1 if drifted else 0


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(check())
    write()
