"""KPI definitions, the daily report, marts and roll rates. Owns figures, never the facts they are made of.

Words: figure, definition, dimension, target, report.
"""
