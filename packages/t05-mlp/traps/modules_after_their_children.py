"""A module comes after what is below it."""

EXERCISE = "Module.named_modules"
MESSAGE = "expected ['', 'first', 'first.inner', 'second']"


def named_modules(self, prefix="", *, remove_duplicate=True, memo=None):
    memo = set() if memo is None else memo
    if self in memo:
        return
    if remove_duplicate:
        memo.add(self)
    for name, child in self._modules.items():
        path = _join(prefix, name)
        yield from child.named_modules(path, remove_duplicate=remove_duplicate, memo=memo)
    yield prefix, self
