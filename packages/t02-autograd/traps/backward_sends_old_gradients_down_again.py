"""As in many small engines: a second call triples the leaves of y = 2 * (3 * x)."""

EXERCISE = "Value.backward"
MESSAGE = "must not flow down again"


def backward(self):
    self.grad = 1.0
    for node in reversed(topological_order(self)):
        node._backward(node.grad)
