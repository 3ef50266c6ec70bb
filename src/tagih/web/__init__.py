"""Screens, one package per audience, over the shared web.ui. Screens hold no rules and no models."""
