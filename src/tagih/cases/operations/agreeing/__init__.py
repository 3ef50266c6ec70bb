"""Agreements with somebody who cannot pay as agreed: proposed, approved, signed, watched, ended."""
