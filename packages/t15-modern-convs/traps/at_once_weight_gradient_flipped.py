"""The gradient is that of the flipped kernel."""

EXERCISE = "transposed_at_once"
MESSAGE = "whose output's gradient is x"
CHANGES = [
    (
        "to_weight(x, inner, weight.shape[2:], **options)",
        "to_weight(x, inner, weight.shape[2:], **options)[..., ::-1, ::-1]",
    ),
]
