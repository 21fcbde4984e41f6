"""Plain blocks add x as well."""

EXERCISE = "Block.shortcut"
MESSAGE = "plain networks add nothing"
CHANGES = [
    (
        "        if not self.residual:\n            return None\n",
        "        pass\n",
    ),
]
