"""kaiming_uniform_ with its default a=0: sqrt(6) times as wide."""

EXERCISE = "Linear.reset_parameters"
MESSAGE = "weight and bias are uniform within"
CHANGES = [
    ("a=math.sqrt(5), ", ""),
]
