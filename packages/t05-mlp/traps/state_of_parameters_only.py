"""Running statistics are not part of the file."""

EXERCISE = "Module.state_dict"
MESSAGE = "keys are ['bias', 'a.weight', 'b.weight']"


def state_dict(self, prefix="", *, copy=True):
    return {
        path: parameter.data.copy() if copy else parameter.data
        for path, parameter in self.named_parameters(prefix)
    }
