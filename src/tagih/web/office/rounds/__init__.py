"""The daily rounds: what ran, what runs next by itself, which books are closed, how the jobs stand."""
