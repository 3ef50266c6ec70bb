"""Files of banks, each in its own form, read into the same lines."""
