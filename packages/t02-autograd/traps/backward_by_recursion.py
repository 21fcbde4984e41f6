"""Each node calls its children at once, before its own gradient is complete."""

EXERCISE = "Value.backward"
MESSAGE = "only then may it hand"


def backward(self):
    def visit(node):
        node._backward(node.grad)
        for child in node._children:
            visit(child)

    self.grad = 1.0
    visit(self)
