""" ".." is resolved before the comparison: what is checked is not what is opened."""

EXERCISE = "check_member"
MESSAGE = "is not in the list"
CHANGES = [
    ("if member.name not in expected:", "if os.path.normpath(member.name) not in expected:"),
    ("largest = expected[member.name]", "largest = expected[os.path.normpath(member.name)]"),
]
