"""The set in the signature is made once and shared by all walks."""

EXERCISE = "Module.named_modules"
MESSAGE = "what was seen must be forgotten"
CHANGES = [
    ("memo=None):", "memo=set()):"),
    ("        memo = set() if memo is None else memo\n", ""),
]
