"""Labels, out-of-fold features, training and evaluation of the model (extra `train`)."""
