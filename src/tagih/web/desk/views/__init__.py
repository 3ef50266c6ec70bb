"""The addresses of the desk: working (lease, result, state), calling, looking."""
