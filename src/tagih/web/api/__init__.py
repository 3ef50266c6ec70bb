"""For machines: webhooks and the JSON interface."""
