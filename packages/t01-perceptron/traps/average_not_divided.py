"""The sum is kept instead of the mean: the same answers, but no average."""

EXERCISE = "AveragedPerceptron.fit"
MESSAGE = "divided by 5"
CHANGES = [
    ("total / visits", "total"),
]
