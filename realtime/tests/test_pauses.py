"""A web process with everything loaded isn't looked through again and again."""

import json
import subprocess
import sys

SCRIPT = """
import gc, json
from realtime import pauses
loaded = [[] for _ in range(1_000)]
pauses.avoid_long_ones()
looked_through = any(loaded[0] is one for one in gc.get_objects(generation=2))
print(json.dumps({"looked_through": looked_through, "youngest": gc.get_threshold()[0]}))
"""


def test_what_is_loaded_is_collected_no_more_and_what_comes_seldom() -> None:
    said = json.loads(subprocess.check_output([sys.executable, "-c", SCRIPT]))
    assert said["looked_through"] is False, "still in the oldest generation, which a full collection looks through"
    assert said["youngest"] > 1_000, "an event to a thousand sockets is enough for a collection"
