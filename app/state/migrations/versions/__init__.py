"""One file a step, named in the order of running."""
