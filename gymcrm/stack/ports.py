"""Which TCP ports the services use, and who sits on one that is taken."""

import os
import random
import socket
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from gymcrm.stack.process import StackError

HOST = "127.0.0.1"
# Below the range from which systems hand out ports for outgoing connections, so that nobody is given
# the port of a service that a test has stopped for a moment.
FREE_RANGE = range(20_000, 32_000)


@dataclass(frozen=True)
class Ports:
    web: int = 8000
    redis: int = 16379
    aws: int = 14566

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Ports":
        return cls(*(int(environ.get(variable, getattr(cls, name))) for name, variable in VARIABLES.items()))

    @classmethod
    def free(cls) -> "Ports":
        found: list[int] = []
        while len(found) < len(VARIABLES):
            port = random.choice(FREE_RANGE)  # noqa: S311
            if port not in found and is_free(port):
                found.append(port)
        return cls(*found)


VARIABLES = {"web": "PORT", "redis": "REDIS_PORT", "aws": "AWS_PORT"}
LABELS = {"web": "the web server", "redis": "Redis", "aws": "the local AWS endpoint"}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def refuse_taken(ports: Ports) -> None:
    """Names every port that is taken, who has it, and how to choose another."""
    problems = [
        f"Port {port} for {LABELS[name]} is taken by {holder(port)}.\n"
        f"  Stop that, or choose another port: make run {variable}={port + 1}"
        for name, variable in VARIABLES.items()
        if not is_free(port := getattr(ports, name))
    ]
    if problems:
        raise StackError("\n".join(problems))


def holder(port: int) -> str:
    for process in psutil.process_iter():
        try:
            sockets = process.net_connections(kind="tcp")
        except psutil.Error:
            continue
        if any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in sockets):
            return describe(process)
    return "a process of another user"


def describe(process: psutil.Process) -> str:
    for ancestor in [process, *process.parents()]:
        if command_line(ancestor)[-2:] == ["gymcrm.stack", "run"]:
            return f"another Gym CRM (pid {ancestor.pid}, in {folder(ancestor)})"
    command = " ".join(command_line(process))
    return f"pid {process.pid}, {process.name()}" + (f": {command}" if command else "")


def command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def folder(process: psutil.Process) -> str:
    try:
        return process.cwd()
    except psutil.Error:
        return "an unknown folder"
