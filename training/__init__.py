"""Labels, features out of fold, training and evaluation of the learned judge (extra `train`)."""
