"""A person at a browser, without the browser: session, CSRF token, and what arrives on the live line."""

import json
import threading
from types import TracebackType
from typing import Any, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

PASSWORD = "correct-horse-battery"
CODE = "246810"
STAFF_EMAIL = "staff@gym.example"


class Visitor:
    """Signed in at `origin`. `frames` grows as the live line speaks, from the cursor `since` on or from now; `heard(…)` waits for
    it to have spoken."""

    def __init__(self, origin: str, email: str = STAFF_EMAIL, *, since: str = "") -> None:
        self.origin = origin
        self._since = since
        self.http = httpx.Client(base_url=origin, headers={"Origin": origin}, timeout=20)
        self.http.get("/_allauth/browser/v1/config")
        self.post("/_allauth/browser/v1/auth/login", {"email": email, "password": PASSWORD})
        self.post("/_allauth/browser/v1/auth/2fa/authenticate", {"code": CODE}).raise_for_status()
        self.frames: list[dict[str, Any]] = []
        self._changed = threading.Condition()

    def cursor(self) -> str:
        held: str = self.http.get("/api/me/").headers["X-Event-Cursor"]
        return held

    def post(self, path: str, body: Any) -> httpx.Response:
        return self._send("POST", path, body)

    def patch(self, path: str, body: Any) -> httpx.Response:
        return self._send("PATCH", path, body)

    def _send(self, method: str, path: str, body: Any) -> httpx.Response:
        return self.http.request(method, path, json=body, headers={"X-CSRFToken": self.http.cookies["csrftoken"]})

    def __enter__(self) -> Self:
        """Opens the live line at the cursor of a snapshot, unless another was given."""
        cursor = self._since or self.cursor()
        cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        self._socket = connect(
            self.origin.replace("http", "ws", 1) + "/ws/",
            origin=Origin(self.origin),
            additional_headers={"Cookie": cookie},
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self._socket.send(json.dumps({"type": "hello", "cursor": cursor}))
        self.heard(lambda frames: any(frame["type"] == "ready" for frame in frames))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._socket.close()
        self._reader.join()
        self.http.close()

    def _read(self) -> None:
        try:
            for text in self._socket:
                with self._changed:
                    self.frames.append(json.loads(text))
                    self._changed.notify_all()
        except ConnectionClosed:
            return

    def heard(self, enough: Any, seconds: float = 30) -> None:
        """Returns when `enough(frames)`; fails the test when that takes too long."""
        with self._changed:
            assert self._changed.wait_for(lambda: enough(self.frames), seconds), f"heard only {self.frames[-3:]}"

    def events(self, type: str) -> list[dict[str, Any]]:
        return [frame["event"] for frame in self.frames if frame["type"] == "event" and frame["event"]["type"] == type]
