"""Level by level from the root: in a diamond a node comes before one of its users is done."""

EXERCISE = "topological_order"
MESSAGE = "is listed before its child"


def topological_order(root):
    order, seen = [root], {root}
    for node in order:
        for child in node._children:
            if child not in seen:
                seen.add(child)
                order.append(child)
    return order[::-1]
