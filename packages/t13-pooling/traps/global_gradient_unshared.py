"""Each pixel gets the whole gradient."""

EXERCISE = "global_avg_pool2d"
MESSAGE = "a thirtieth"
CHANGES = [
    ("share = (g.T / max(h * w, 1))[:, None]", "share = g.T[:, None]"),
]
