"""What may be asked about cases, work, promises and the floor."""
