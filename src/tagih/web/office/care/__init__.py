"""People whom we must not harm: who waits for somebody trained, and how a pause is ended."""
