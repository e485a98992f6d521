"""Side-by-side measurements: each speed claim is a ratio against a peer that ran beside it, in the same run."""
