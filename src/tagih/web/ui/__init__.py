"""The design system: tokens, components, the page frame, live updates, the guard on every view."""
