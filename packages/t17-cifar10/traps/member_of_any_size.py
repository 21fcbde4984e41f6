"""The size is left to whoever unpacks."""

EXERCISE = "check_member"
MESSAGE = "raise ValueError"
CHANGES = [
    ("if largest is not None and member.size > largest:", "if False:"),
]
