"""Casting to int rounds towards 0, so that row -0.25 has the fraction -0.25 of row 0."""

EXERCISE = "warp"
MESSAGE = "rounding down means towards -1"
CHANGES = [
    ("y += 1\n", "y -= 0\n"),
    ("x += 1\n", "x -= 0\n"),
    ("top *= wide\n", "top += 1\nleft += 1\ntop *= wide\n"),
]
