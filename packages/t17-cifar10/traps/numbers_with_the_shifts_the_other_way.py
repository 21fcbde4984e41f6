"""Bits are moved to the left."""

EXERCISE = "splitmix64"
MESSAGE = "fixed to the last bit"
CHANGES = [
    ("z = (z ^ (z >> SHIFTS[0])) * FACTORS[0]", "z = (z ^ (z << SHIFTS[0])) * FACTORS[0]"),
    ("z = (z ^ (z >> SHIFTS[1])) * FACTORS[1]", "z = (z ^ (z << SHIFTS[1])) * FACTORS[1]"),
]
