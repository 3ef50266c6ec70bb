"""The collector's phone: route, visit, receipt, offline."""
