"""v is computed from the u of the step before."""

EXERCISE = "power_iteration"
MESSAGE = "of the new u"
CHANGES = [
    (
        "        u[...] = _unit(matrix @ v, eps)\n",
        "        before = u.copy()\n        u[...] = _unit(matrix @ v, eps)\n",
    ),
    (
        "_unit(matrix.T @ u, eps)",
        "_unit(matrix.T @ before, eps)",
    ),
]
