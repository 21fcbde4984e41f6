"""The state is taken over first and refused afterwards."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "refuse before anything is changed"


def load_state_dict(self, state):
    if self.rng is not None and state["rng"] is not None:
        self.rng.bit_generator.state = state["rng"]
    self._epoch, self._done = state["epoch"], state["done"]
    self._resume = self._epoch is not None
    for name, value in self.layout().items():
        if state["layout"][name] != value:
            raise ValueError(f"{name} differs")
