"""Parameters that start equal are taken for one."""

EXERCISE = "Module.named_entries"
MESSAGE = "compare by identity"


def named_entries(self, registry, prefix=""):
    seen = []
    for path, module in self.named_modules(prefix):
        for name, value in vars(module)[registry].items():
            if not any(np.array_equal(value.data, other.data) for other in seen):
                seen.append(value)
                yield _join(path, name), value
