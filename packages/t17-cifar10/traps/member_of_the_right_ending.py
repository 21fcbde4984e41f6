"""The folder is not compared."""

EXERCISE = "check_member"
MESSAGE = "is not in the list"


def check_member(member, expected):
    names = {name.rpartition("/")[2]: largest for name, largest in expected.items()}
    name = member.name.rpartition("/")[2]
    if name not in names:
        raise ValueError(f"member {member.name!r} is not expected here, or comes twice")
    largest = names[name]
    regular = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    if not (member.isdir() if largest is None else regular):
        raise ValueError(f"member {member.name!r} is of type {member.type!r}")
    if largest is not None and member.size > largest:
        raise ValueError(f"member {member.name!r} has {member.size:,} bytes, more than {largest:,}")
