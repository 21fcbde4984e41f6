"""The zeros between the pixels of g are left out."""

EXERCISE = "depthwise_input_gradient"
MESSAGE = "spreads its gradient"
CHANGES = [
    (
        "spread(rows(batch_innermost(g)), stride)",
        "rows(batch_innermost(g))",
    ),
]
