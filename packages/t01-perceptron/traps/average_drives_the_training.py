"""The average replaces the weights during training, which changes the mistakes themselves."""

EXERCISE = "AveragedPerceptron.fit"
MESSAGE = "the walk does not"
CHANGES = [
    ("visits += len(rows)\n", "visits += len(rows)\nv = total / visits\n"),
]
