"""Keeps the garbage collector from stopping everybody at once.

A full collection looks at every object there is. In a web process with the whole project loaded and a thousand connections that
takes 100 to 150 ms, and under load it came every two seconds: each time, a hundred milliseconds in which nobody's screen changed.
"""

import gc

# Allocations that outlive their deallocations before the youngest generation is looked at: an event to a thousand sockets makes a
# thousand that live for one turn of the event loop.
YOUNGEST = 10_000


def avoid_long_ones() -> None:
    """What is loaded by now is there to stay and isn't looked at again; the rest is looked at less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, 10, 10)
