"""What a walk through memory costs: cache lines that have to be fetched."""

from collections import OrderedDict


def cache_misses(cells, *, line=16, lines=512):
    """Return how many of the accesses to `cells`, in their order, fetch a line from memory.

    A line holds `line` neighbouring cells: 16 float32 numbers are the 64 bytes of usual processors,
    and 512 lines the 32 KB of a first-level cache. The line unused for longest makes room.
    """
    if line < 1 or lines < 1:
        raise ValueError(f"line and lines must be at least 1, got {line} and {lines}")
    held = OrderedDict()
    misses = 0
    for number in (cells // line).tolist():
        if number in held:
            held.move_to_end(number)
            continue
        misses += 1
        held[number] = True
        if len(held) > lines:
            held.popitem(last=False)
    return misses
