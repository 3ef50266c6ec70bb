"""Branches of the lender over the three time zones, and words for addresses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    code: str
    name: str
    region: str
    region_code: str  # Kemendagri
    plate: str  # first letters of number plates
    postal_code: str
    latitude: float
    longitude: float
    weight: float  # share of the portfolio


REGIONS = {"WIL-BARAT": "Wilayah Barat", "WIL-TENGAH": "Wilayah Tengah", "WIL-TIMUR": "Wilayah Timur"}

BRANCHES = (
    Branch("JKT", "Jakarta Timur", "WIL-BARAT", "31.75", "B", "13910", -6.225, 106.900, 0.15),
    Branch("BKS", "Bekasi", "WIL-BARAT", "32.75", "B", "17141", -6.238, 106.975, 0.14),
    Branch("BDG", "Bandung", "WIL-BARAT", "32.73", "D", "40115", -6.914, 107.609, 0.12),
    Branch("SMG", "Semarang", "WIL-BARAT", "33.74", "H", "50241", -6.990, 110.423, 0.09),
    Branch("SBY", "Surabaya", "WIL-BARAT", "35.78", "L", "60241", -7.257, 112.752, 0.13),
    Branch("MDN", "Medan", "WIL-BARAT", "12.71", "BK", "20111", 3.595, 98.672, 0.09),
    Branch("DPS", "Denpasar", "WIL-TENGAH", "51.71", "DK", "80111", -8.650, 115.216, 0.07),
    Branch("MKS", "Makassar", "WIL-TENGAH", "73.71", "DD", "90111", -5.147, 119.432, 0.07),
    Branch("BPN", "Balikpapan", "WIL-TENGAH", "64.71", "KT", "76111", -1.265, 116.831, 0.05),
    Branch("BJM", "Banjarmasin", "WIL-TENGAH", "63.71", "DA", "70111", -3.319, 114.590, 0.04),
    Branch("AMB", "Ambon", "WIL-TIMUR", "81.71", "DE", "97124", -3.695, 128.181, 0.025),
    Branch("JAP", "Jayapura", "WIL-TIMUR", "91.71", "PA", "99111", -2.533, 140.717, 0.025),
)

STREETS = (
    "Melati", "Kenanga", "Cempaka", "Anggrek", "Flamboyan", "Dahlia", "Mawar", "Teratai", "Bougenville", "Kamboja",
    "Rajawali", "Merpati", "Cendrawasih", "Kutilang", "Elang", "Nuri", "Mangga", "Rambutan", "Durian", "Belimbing",
)  # fmt: skip
HAMLETS = ("Contoh Indah", "Contoh Makmur", "Contoh Jaya", "Contoh Sentosa", "Contoh Permai", "Contoh Lestari")
