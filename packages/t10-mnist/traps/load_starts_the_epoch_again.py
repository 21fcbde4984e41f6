"""The epoch begins again from its first batch."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "the next one is"
CHANGES = [
    ('state["epoch"], state["done"]', 'state["epoch"], 0'),
]
