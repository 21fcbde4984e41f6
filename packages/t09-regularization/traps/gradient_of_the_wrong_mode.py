"""The gradient goes through batch statistics even where running ones were used."""

EXERCISE = "batch_norm"
MESSAGE = "are constants"
CHANGES = [
    ("batch_norm_backward if training else fixed_norm_backward", "batch_norm_backward"),
]
