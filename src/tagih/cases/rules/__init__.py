"""Pure rules of collection work: promises, limits, stages, priority, lifecycles. No Django, no clock, no I/O."""
