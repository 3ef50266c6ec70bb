"""Pure arithmetic of a day in the field."""
