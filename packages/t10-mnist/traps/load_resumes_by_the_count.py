"""An epoch with no batch done counts as not begun, although its seed is drawn."""

EXERCISE = "DataLoader.load_state_dict"
MESSAGE = "that epoch's seed is drawn already"


def load_state_dict(self, state):
    for name, value in self.layout().items():
        if state["layout"][name] != value:
            raise ValueError(f"{name}: {value} in the loader, {state['layout'][name]} in the state")
    if self.rng is not None:
        self.rng.bit_generator.state = state["rng"]
    self._epoch, self._done = state["epoch"], state["done"]
    self._resume = self._done > 0
