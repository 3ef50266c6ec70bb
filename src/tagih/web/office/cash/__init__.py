"""Cash of collectors: who holds what, deposits to check, the closing of a day."""
