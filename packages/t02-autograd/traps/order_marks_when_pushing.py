"""Nodes count as seen when they are pushed, not when they are visited."""

EXERCISE = "topological_order"
MESSAGE = "is listed before its child"


def topological_order(root):
    order, seen, stack = [], {root}, [(root, False)]
    while stack:
        node, children_are_listed = stack.pop()
        if children_are_listed:
            order.append(node)
            continue
        stack.append((node, True))
        for child in node._children:
            if child not in seen:
                seen.add(child)
                stack.append((child, False))
    return order
