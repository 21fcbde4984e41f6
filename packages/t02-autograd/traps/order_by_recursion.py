"""The usual recursive depth-first search ends at Python's limit of 1,000 calls."""

EXERCISE = "topological_order"
MESSAGE = "overflowed the stack"


def topological_order(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for child in node._children:
                visit(child)
            order.append(node)

    visit(root)
    return order
