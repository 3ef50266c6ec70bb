"""The outside world of workforce: solvers, each behind a port."""
