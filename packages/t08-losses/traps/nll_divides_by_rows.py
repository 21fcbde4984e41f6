"""The mean divides by the number of rows, whatever they count."""

EXERCISE = "picked"
MESSAGE = "averaged over the counts"
CHANGES = [
    (
        "shares(total_count, reduction)",
        "shares(len(x), reduction)",
    ),
]
