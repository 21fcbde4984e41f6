"""The state goes into a new generator: whoever shares the loader's goes on elsewhere."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "shares the old one"


def load_state_dict(self, state):
    for name, value in self.layout().items():
        if state["layout"][name] != value:
            raise ValueError(f"{name}: {value} in the loader, {state['layout'][name]} in the state")
    if self.rng is not None:
        self.rng = np.random.default_rng()
        self.rng.bit_generator.state = state["rng"]
    self._epoch, self._done = state["epoch"], state["done"]
    self._resume = self._epoch is not None
