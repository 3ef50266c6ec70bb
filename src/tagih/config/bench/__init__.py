"""Benchmarks of the product's own paths, each in a scratch database that is gone afterwards."""
