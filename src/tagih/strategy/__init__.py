"""Decides whom to contact, how, and in which order. Orders channels; never carries them out."""
