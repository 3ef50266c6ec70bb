"""Pure arithmetic of staffing."""
