"""Agreements with somebody who cannot pay as agreed: offers, who may make them, and whether they are kept."""
