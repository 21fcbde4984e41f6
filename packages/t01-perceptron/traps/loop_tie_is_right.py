"""`< 0` instead of `<= 0`: from zero weights every score is 0 and nothing is ever learnt."""

EXERCISE = "one_pass_loop"
MESSAGE = "a tie is a mistake"
CHANGES = [
    ("label * score(x, w, b) <= 0", "label * score(x, w, b) < 0"),
]
