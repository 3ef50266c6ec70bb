"""Addresses as pictures for a phone's camera."""

import segno


def qr_address(address: str) -> str:
    """This will return an address as a data URI of an SVG picture, black on white."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="#fff")
