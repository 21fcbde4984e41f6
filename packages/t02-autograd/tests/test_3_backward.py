"""Walk the whole graph backwards"""

import math

import pytest
from scratchcore.testing import assert_close
from t02_autograd import Value, topological_order

ORDER = "scratch hint t02 topological_order"
BACKWARD = "scratch hint t02 Value.backward"


def leaf_chain(length):
    """Link bare Values, each the only child of the next, without any arithmetic."""
    node = start = Value(0.0)
    for _ in range(length):
        node = Value(0.0, (node,), "link", lambda g: None)
    return start, node


def diamond():
    """Build a -> b -> c -> d with a short cut a -> d: (children of d) = (a, c)."""
    a = Value(1.0)
    b = Value(2.0, (a,), "b")
    c = Value(3.0, (b,), "c")
    d = Value(4.0, (a, c), "d")
    return [a, b, c, d]


def check_order(order, root):
    """Fail unless order lists each node once, children first and the root last."""
    order = list(order)
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order), "a node is listed more than once: remember which were seen"
    assert order[-1] is root, "the root depends on everything, so it comes last"
    for node in order:
        for child in node._children:
            assert child in place, f"{child!r} is below the root but is not listed"
            assert place[child] < place[node], (
                f"{node!r} is listed before its child {child!r}: backward would hand down a "
                "gradient that is not complete yet"
            )


def test_a_leaf_is_its_own_order():
    a = Value(1.0)
    assert list(topological_order(a)) == [a], "below a leaf there is only the leaf itself"


def test_every_node_comes_after_its_children_in_a_diamond():
    nodes = diamond()
    order = topological_order(nodes[-1])
    check_order(order, nodes[-1])
    assert_close(
        [n.data for n in order], [1.0, 2.0, 3.0, 4.0], name="the diamond's order", hint=ORDER
    )


@pytest.mark.parametrize("flip", [False, True])
def test_the_order_does_not_depend_on_which_operand_comes_first(flip):
    a = Value(1.0)
    b = Value(2.0, (a,))
    c = Value(3.0, (b, a) if flip else (a, b))
    d = Value(4.0, (c, b) if flip else (b, c))
    root = Value(5.0, (a, d) if flip else (d, a))
    check_order(topological_order(root), root)


def test_a_node_used_twice_by_one_parent_is_listed_once():
    a = Value(1.0)
    root = Value(2.0, (a, a))
    check_order(topological_order(root), root)


def test_a_ladder_of_forty_diamonds_is_walked_once_not_two_to_the_forty_times():
    node = root = Value(1.0)
    for _ in range(40):
        root = Value(1.0, (node, node))
        node = root
    order = topological_order(root)
    assert_close(len(order), 41, name="number of nodes listed", why="each node once", hint=ORDER)


def test_a_chain_of_100000_nodes_is_ordered_without_recursion():
    start, end = leaf_chain(100_000)
    try:
        order = topological_order(end)
    except RecursionError:
        pytest.fail("recursion overflowed the stack at 100,000 nodes: keep your own stack, a list")
    assert_close(len(order), 100_001, name="number of nodes listed", hint=ORDER)
    assert order[0] is start and order[-1] is end, "the leaf comes first and the root last"


def test_backward_starts_with_a_gradient_of_one():
    a = Value(5.0)
    a.backward()
    assert_close(
        a.grad, 1.0, name="gradient of a with respect to a", why="da/da = 1", hint=BACKWARD
    )


def test_backward_applies_the_chain_rule():
    x, y = Value(2.0), Value(-3.0)
    z = (x * y + 10) * x  # x**2 y + 10 x
    z.backward()
    assert_close(z.data, 8.0, name="(x * y + 10) * x at x = 2, y = -3")
    assert_close(
        [x.grad, y.grad, z.grad],
        [-2.0, 4.0, 1.0],
        name="gradients of x, y and of the result",
        why="z = x**2 y + 10 x, so dz/dx = 2xy + 10, dz/dy = x**2 and dz/dz = 1",
        hint=BACKWARD,
    )


@pytest.mark.parametrize("flip", [False, True])
def test_a_node_passes_its_gradient_on_only_when_it_is_complete(flip):
    x = Value(3.0)
    b = x * 2
    c = b * 5
    out = c + b if flip else b + c
    out.backward()
    assert_close(
        [x.grad, b.grad, c.grad],
        [12.0, 6.0, 1.0],
        name="gradients in the diamond b = 2x, c = 5b, out = b + c",
        why="b receives 1 directly and 5 through c; only then may it hand 6 * 2 to x",
        hint=BACKWARD,
    )


def test_subtraction_division_and_powers_of_values_pass_gradients():
    a, b = Value(3.0), Value(2.0)
    out = a / b - b / a + a**b + 2**b - 1 / a
    out.backward()
    assert_close(out.data, 1.5 - 2 / 3 + 9 + 4 - 1 / 3, name="a/b - b/a + a**b + 2**b - 1/a")
    assert_close(
        [a.grad, b.grad],
        [
            1 / 2 + 2 / 9 + 2 * 3 + 1 / 9,
            -3 / 4 - 1 / 3 + 9 * math.log(3) + 4 * math.log(2),
        ],
        name="gradients of a/b - b/a + a**b + 2**b - 1/a at a = 3, b = 2",
        why="d(a**b)/da = b a**(b-1) and d(a**b)/db = a**b log a",
        hint="scratch hint t02 Value.__pow__",
    )


def test_two_graphs_on_the_same_leaf_add_their_gradients():
    x = Value(3.0)
    (x * 2).backward()
    (x**2).backward()
    assert_close(
        x.grad,
        8.0,
        name="gradient of x after backward() of 2x and of x**2 at x = 3",
        why="gradients accumulate until somebody sets them to 0: 2 + 6",
        hint=BACKWARD,
    )


def test_a_second_backward_exactly_doubles_every_gradient():
    x, w = Value(0.7), Value(-1.3)
    h = (x * w + x).tanh()
    out = h * h + h.exp() / x
    out.backward()
    nodes = [x, w, h, out]
    once = [node.grad for node in nodes]
    out.backward()
    twice = [node.grad for node in nodes]
    message = (
        f"x.grad is {twice[0]} after a second backward() and was {once[0]} after the first: it "
        "must double exactly. What is left in the nodes between must not flow down again"
    )
    assert twice == [2 * grad for grad in once], message
    out.backward()
    assert_close([n.grad for n in nodes], [3 * g for g in once], name="gradients after the third")


def test_a_gradient_left_between_does_not_flow_down_again():
    x = Value(5.0)
    middle = x * 3
    out = middle * 2
    middle.backward()
    out.backward()
    assert_close(
        [x.grad, middle.grad, out.grad],
        [9.0, 3.0, 1.0],
        name="gradients of x, middle = 3x and out = 2 middle after both were derived",
        why="x receives 3 from middle.backward() and 6 from out.backward(), middle 1 and 2",
        hint=BACKWARD,
    )


def test_backward_through_100000_operations_does_not_overflow_the_stack():
    x = Value(1.0)
    y = x
    for _ in range(100_000):
        y = y + x
    try:
        y.backward()
    except RecursionError:
        pytest.fail("recursion overflowed the stack: walk the graph in a loop")
    assert_close(
        [y.data, x.grad],
        [100_001.0, 100_001.0],
        name="x + x + ... with 100,000 sums, and its gradient",
        why="each of the 100,001 uses of x contributes 1",
        hint=BACKWARD,
    )
