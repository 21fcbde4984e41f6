"""Keys in rows, queries in columns: the softmax goes over the queries."""

EXERCISE = "similarities"
MESSAGE = "queries in rows, keys in columns"
CHANGES = [
    (
        "return unit(query) @ unit(key).T / temperature",
        "return unit(key) @ unit(query).T / temperature",
    ),
]
