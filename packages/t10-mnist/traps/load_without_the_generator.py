"""The generator stays where it is: the interrupted epoch is right and the next one is not."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "the generator's state was not continued"
CHANGES = [
    ('if self.rng is not None:\n    self.rng.bit_generator.state = state["rng"]\n', ""),
]
