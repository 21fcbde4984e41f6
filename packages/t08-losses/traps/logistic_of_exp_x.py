"""sigmoid as exp(x) / (1 + exp(x)): infinity over infinity."""

EXERCISE = "logistic_parts"
MESSAGE = "overflow"
CHANGES = [
    (
        "return e, sigmoid, step",
        """
u = np.exp(x)
return e, u / (1 + u), step
""",
    ),
]
