"""The outside world of the field: solvers and maps, each behind a port."""
