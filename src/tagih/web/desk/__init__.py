"""The desk agent's one page: who this is, why now, the result of the call, the promise, the next case."""
