"""Pure statistics of review."""
