"""Training observed: gradient descent and gradient flow of the layer, and the trajectory they leave."""
