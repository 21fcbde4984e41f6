"""isreg() calls sparse files regular, too."""

EXERCISE = "check_member"
MESSAGE = "of type b"
CHANGES = [
    (
        "member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()",
        "member.isreg()",
    ),
]
