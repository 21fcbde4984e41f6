"""The sum of the fans takes the place of their mean."""

EXERCISE = "xavier_std"
MESSAGE = "1 over the mean of both fans"
CHANGES = [
    ("math.sqrt(2 /", "math.sqrt(1 /"),
]
