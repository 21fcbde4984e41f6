"""Where a folder is expected, nothing is asked."""

EXERCISE = "check_member"
MESSAGE = "is no folder"
CHANGES = [
    ("member.isdir() if largest is None else regular", "largest is None or regular"),
]
