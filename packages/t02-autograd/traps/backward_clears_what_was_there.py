"""All gradients are set to 0 first: two losses on the same parameters do not add up."""

EXERCISE = "Value.backward"
MESSAGE = "gradients accumulate until somebody sets them to 0"


def backward(self):
    order = topological_order(self)
    for node in order:
        node.grad = 0.0
    self.grad = 1.0
    for node in reversed(order):
        node._backward(node.grad)
