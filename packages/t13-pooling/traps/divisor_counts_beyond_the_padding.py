"""What ceil_mode adds is counted too."""

EXERCISE = "divisors"
MESSAGE = "never what is beyond it"
CHANGES = [
    ("np.minimum(last, high)", "np.minimum(last, np.inf if count_include_pad else high)"),
]
