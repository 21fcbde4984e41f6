"""The order is walked from the leaves up: every gradient but the root's is still 0."""

EXERCISE = "Value.backward"
MESSAGE = "dz/dx = 2xy + 10"


def backward(self):
    order = topological_order(self)
    earlier = [node.grad for node in order]
    for node in order:
        node.grad = 0.0
    self.grad = 1.0
    for node in order:
        node._backward(node.grad)
    for node, before in zip(order, earlier, strict=True):
        node.grad += before
