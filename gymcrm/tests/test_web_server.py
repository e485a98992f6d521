"""Whichever server is chosen, it is that one which serves, in the same manner."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from gymcrm import web_server
from gymcrm.stack.ports import HOST, Ports
from gymcrm.stack.process import ROOT
from gymcrm.stack.tests.waiting import wait_for

AT_ONCE = 300


@pytest.fixture(params=web_server.SERVERS)
def served(request: pytest.FixtureRequest) -> Iterator[tuple[str, int, subprocess.Popen[bytes]]]:
    """The server's name, its port and its process."""
    port = Ports.free().web
    argv = [sys.executable, "-m", "gymcrm.web_server", "--host", HOST, "--port", str(port)]
    with subprocess.Popen(argv, cwd=ROOT, env=os.environ | {"GYM_WEB_SERVER": request.param}) as process:

        def listens() -> bool:
            assert process.poll() is None
            with socket.socket() as asking:
                return asking.connect_ex((HOST, port)) == 0

        wait_for(listens)
        yield request.param, port, process
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) in (0, -signal.SIGTERM)


def test_it_serves_without_compression_and_lets_many_knock_at_once(served: tuple[str, int, subprocess.Popen[bytes]]) -> None:
    name, port, process = served
    origin = f"http://{HOST}:{port}"
    answer = httpx.get(f"{origin}/api/asyncapi/")
    assert (answer.status_code, answer.headers["server"]) == (200, name)
    with connect(f"ws://{HOST}:{port}/ws/", origin=None, compression="deflate", proxy=None) as line:
        assert line.response
        assert "Sec-WebSocket-Extensions" not in line.response.headers
        with pytest.raises(ConnectionClosed):
            line.recv(timeout=10)
        assert line.protocol.close_rcvd
        assert line.protocol.close_rcvd.code == 4403, "a page from nowhere"
    process.send_signal(signal.SIGSTOP)  # busy: nobody is let in, and nobody is sent away
    with ExitStack() as stack:
        stack.callback(process.send_signal, signal.SIGCONT)
        for _ in range(AT_ONCE):
            stack.enter_context(socket.create_connection((HOST, port), timeout=5))


def test_a_server_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GYM_WEB_SERVER", "gunicorn")
    with pytest.raises(SystemExit, match="'gunicorn': set it to uvicorn or daphne"):
        web_server.chosen()
    monkeypatch.delenv("GYM_WEB_SERVER")
    assert web_server.chosen() == "uvicorn"
