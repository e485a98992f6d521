"""A whole system for one command: on free ports, with a demo centre, gone afterwards. For browser tests."""

import os
import subprocess
from collections.abc import Sequence

from gymcrm.stack import client
from gymcrm.stack.run import conveniences
from gymcrm.stack.stack import BACKING, SERVING, Stack


def run_with(argv: Sequence[str]) -> int:
    """The command's exit status. It finds the system by the same variables as the services, GYM_PUBLIC_URL first."""
    client.install_packages(client.directly)
    client.build(client.directly)
    for name, value in conveniences(os.environ).items():
        os.environ.setdefault(name, value)
    with Stack.ephemeral(BACKING + SERVING, supervised=True) as stack:
        stack.deploy()
        stack.manage("migrate", "--no-input")
        stack.manage("demo")
        stack.start(*SERVING)
        return subprocess.run(argv, env=client.node_environment({**os.environ, **stack.env})).returncode
