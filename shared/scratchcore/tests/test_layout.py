"""The layout alone: boxes are numbers, given by the list of their inputs."""

import pytest
from scratchcore.layout import arrange


def lay_out(*inputs, width=40.0, height=20.0):
    return arrange(inputs, [width] * len(inputs), [height] * len(inputs))


def test_every_edge_points_down():
    layout = lay_out([], [0], [0, 1], [0, 2])
    for points in layout.edges:
        heights = [y for _, y in points]
        assert heights == sorted(heights) and heights[0] < heights[-1]


def test_a_box_without_inputs_stands_right_above_its_first_user():
    layout = lay_out([], [0], [1], [], [2, 3])
    assert layout.boxes[3][1] == layout.boxes[2][1] > layout.boxes[1][1]


def test_a_chain_is_drawn_straight_down():
    layout = lay_out([], [0], [1], [2])
    assert {round(x, 6) for x, *_ in layout.boxes} == {layout.boxes[0][0]}


def test_inputs_are_placed_in_the_order_of_the_arguments():
    layout = lay_out([], [], [], [2, 0, 1])
    assert layout.boxes[2][0] < layout.boxes[0][0] < layout.boxes[1][0]
    ends = [points[-1][0] for points in layout.edges]
    assert ends == sorted(ends) and len(set(ends)) == 3


def test_parallel_chains_do_not_cross():
    layout = lay_out([], [], [1], [0], [2], [3], [5, 4])
    side = [layout.boxes[n][0] < layout.boxes[m][0] for n, m in ((0, 1), (3, 2), (5, 4))]
    assert len(set(side)) == 1


def test_a_long_edge_passes_beside_the_boxes_between():
    layout = lay_out([], [0], [1], [2, 0])
    long = layout.edges[-1]
    for n in (1, 2):
        x, top, width, height = layout.boxes[n]
        crossing = [px for px, py in long if top <= py <= top + height]
        assert len(crossing) == 2 and all(abs(px - x) > width / 2 for px in crossing)


def places(layout):
    return [(x, y) for x, y, _, _ in layout.boxes]


def test_a_box_and_its_input_are_placed_exactly_here():
    layout = lay_out([], [0])
    assert layout.boxes == [(32, 12, 40, 20), (32, 64, 40, 20)]
    assert layout.edges == [[(32, 32), (32, 64)]]
    assert (layout.width, layout.height) == (64, 96)


def test_two_inputs_stand_side_by_side_with_a_gap_and_arrive_at_thirds():
    layout = lay_out([], [], [0, 1])
    assert places(layout) == [(32, 12), (90, 12), (61, 64)]
    first, second = layout.edges
    assert first == [(32, 32), pytest.approx((61 - 40 / 6, 64))]
    assert second == [(90, 32), pytest.approx((61 + 40 / 6, 64))]
    assert layout.width == 122


def test_an_edge_past_a_box_keeps_a_gap_and_runs_vertically_there():
    layout = lay_out([], [0], [0, 1])
    assert places(layout) == [(32, 12), (51, 64), (32, 116)]
    past = layout.edges[1]
    assert past[:3] == [(32, 32), (13, 64), (13, 84)]
    assert past[3] == pytest.approx((32 - 40 / 6, 116))
    assert (layout.width, layout.height) == (83, 148)


def test_boxes_of_different_sizes_keep_the_same_gap():
    layout = arrange([[], [], [], [0, 1, 2]], [30, 60, 20, 10], [20, 40, 30, 10])
    (a, _, wa, _), (b, _, wb, _), (c, _, wc, _), last = layout.boxes
    assert b - wb / 2 - (a + wa / 2) == pytest.approx(18)
    assert c - wc / 2 - (b + wb / 2) == pytest.approx(18)
    assert last[1] == 12 + 40 + 32  # below the highest box of the row above
    assert a - wa / 2 == pytest.approx(12) and layout.width == pytest.approx(c + wc / 2 + 12)


def test_a_long_edge_is_nearly_straight():
    """It may bend where it leaves, passes a box and arrives, not in every layer."""
    layout = lay_out([], [0], [1], [2], [3], [4], [5], [6, 0])
    long = [x for x, _ in layout.edges[-1]][1:-1]
    assert max(long) - min(long) < 15
    assert all(long[i] == long[i + 1] for i in range(0, len(long), 2))
