"""The maximum is written into v itself, which then never forgets a large gradient."""

EXERCISE = "adam_update"
MESSAGE = "never falls"
CHANGES = [
    ("v = v_max\n", "v[...] = v_max\n"),
]
