"""All of winnow that touches the world: files, network, clock, terminal. The cleaning is in `cleaners`."""
