"""The ones are float64, and so is the product."""

EXERCISE = "conv2d_bias_gradient"
MESSAGE = "float32 in, float32 out"
CHANGES = [("np.ones(flat.shape[2], g.dtype)", "np.ones(flat.shape[2])")]
