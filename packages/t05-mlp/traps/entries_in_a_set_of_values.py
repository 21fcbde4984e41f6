"""The values themselves go into a set: arrays, and so buffers, can't be hashed."""

EXERCISE = "Module.named_entries"
MESSAGE = "unhashable type"


def named_entries(self, registry, prefix=""):
    seen = set()
    for path, module in self.named_modules(prefix):
        for name, value in vars(module)[registry].items():
            if value not in seen:
                seen.add(value)
                yield _join(path, name), value
