"""The batch's variance goes in as it is: too small, by half for two samples."""

EXERCISE = "update_running"
MESSAGE = "population"
CHANGES = [
    ("momentum * count / (count - 1) * var", "momentum * var"),
]
