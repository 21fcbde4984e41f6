"""A new generator of one seed in every call: the same units are dropped for ever."""

EXERCISE = "Dropout.forward"
MESSAGE = "moves on from call to call"


def forward(self, x):
    return dropout(x, self.p, training=self.training, rng=np.random.default_rng(0))
