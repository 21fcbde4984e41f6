"""Anything that is no folder counts as a file."""

EXERCISE = "check_member"
MESSAGE = "is no regular file"
CHANGES = [
    (
        "regular = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()",
        "regular = not member.isdir()",
    ),
]
