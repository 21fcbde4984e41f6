"""Nothing remembers which nodes were visited: shared nodes are listed once for each path."""

EXERCISE = "topological_order"
MESSAGE = "listed more than once"


def topological_order(root):
    order, stack = [], [(root, False)]
    while stack and len(order) < 1_000_000:
        node, children_are_listed = stack.pop()
        if children_are_listed:
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in node._children)
    return order
