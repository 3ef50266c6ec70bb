"""Every figure of the daily report: its one definition, in words and as counts.

A figure is a count, an amount of rupiah, or one count divided by another. Nothing else is stored or shown, so the
figure of any group follows from the group's counts.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a figure's number is."""

    COUNT = "COUNT"
    AMOUNT = "AMOUNT"
    SHARE = "SHARE"  # one count divided by another, shown in per cent
    RATIO = "RATIO"  # one count divided by another, shown as a number
    MINUTES = "MINUTES"  # seconds divided by a count, shown in minutes


class Better(StrEnum):
    """Which way a figure should go."""

    UP = "UP"
    DOWN = "DOWN"
    NEITHER = "NEITHER"


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI. `numerator` and `denominator` name counts; the sentences say the same to people."""

    code: str
    kind: Kind
    better: Better
    numerator: str
    denominator: str
    name_id: str
    name_en: str
    formula_id: str
    formula_en: str
    is_leading: bool = False  # shown as a tile at the top

    def name(self, language: str) -> str:
        """This will return the name in Indonesian (`id`) or English."""
        return self.name_id if language.startswith("id") else self.name_en

    def formula(self, language: str) -> str:
        """This will return the definition in Indonesian (`id`) or English."""
        return self.formula_id if language.startswith("id") else self.formula_en


def _count(code: str, better: Better, counted: str, names: tuple[str, str], formulas: tuple[str, str], *,
           kind: Kind = Kind.COUNT, lead: bool = False) -> Figure:  # fmt: skip
    return Figure(code, kind, better, counted, "", *names, *formulas, is_leading=lead)


def _share(code: str, better: Better, parts: tuple[str, str], names: tuple[str, str], formulas: tuple[str, str], *,
           kind: Kind = Kind.SHARE, lead: bool = False) -> Figure:  # fmt: skip
    return Figure(code, kind, better, *parts, *names, *formulas, is_leading=lead)


UP, DOWN, NEITHER = Better.UP, Better.DOWN, Better.NEITHER

FIGURES: tuple[Figure, ...] = (
    _count("PERSONS", NEITHER, "persons", ("Debitur menunggak", "Persons overdue"), (
        "Debitur dengan sedikitnya satu kontrak menunggak pada awal hari.",
        "Persons with at least one contract overdue at the start of the day.",
    )),
    _count("OVERDUE", DOWN, "overdue_amount", ("Tunggakan", "Overdue amount"), (
        "Pokok, bunga, dan biaya yang menunggak pada awal hari, tanpa denda.",
        "Principal, interest and fees overdue at the start of the day, without late charges.",
    ), kind=Kind.AMOUNT),
    _count("OC", UP, "calls", ("OC", "OC"), (
        "Outgoing call: panggilan keluar pada hari itu, oleh petugas maupun bot; gagal sistem tidak dihitung.",
        "Outgoing calls made that day, by people and bots; failures of the system do not count.",
    ), lead=True),
    _count("ATTEMPTS", UP, "attempts", ("Upaya", "Attempts"), (
        "Upaya menghubungi pada hari itu lewat semua saluran: panggilan, pesan, surat, kunjungan.",
        "Contact attempts that day over all channels: calls, messages, letters, visits.",
    )),
    _share("ACCOUNT_COVERAGE", UP, ("accounts_attempted", "accounts"), ("Cakupan kontrak", "Account coverage"), (
        "Kontrak menunggak milik debitur yang diupayakan hari itu ÷ semua kontrak menunggak.",
        "Overdue contracts of persons attempted that day ÷ all overdue contracts.",
    )),
    _share("ATTEMPT_COVERAGE", UP, ("attempts", "persons"), ("Upaya per debitur", "Attempt coverage"), (
        "Upaya menghubungi hari itu ÷ debitur menunggak.",
        "Contact attempts that day ÷ persons overdue.",
    ), kind=Kind.RATIO),
    _count("CONTACTS", UP, "contacts", ("Kontak", "Contacts"), (
        "Upaya yang mencapai seseorang: debitur sendiri atau pihak ketiga.",
        "Attempts that reached somebody: the customer or a third party.",
    )),
    _share("CONTACT_RATE", UP, ("contacts", "attempts"), ("Rasio kontak", "Contact rate"), (
        "Kontak ÷ upaya.", "Contacts ÷ attempts.",
    )),
    _count("RPC", UP, "rpc", ("RPC", "RPC"), (
        "Right-party contact: upaya yang mencapai debitur sendiri atau pihak yang berkewajiban.",
        "Right-party contacts: attempts that reached the customer or somebody liable.",
    ), lead=True),
    _share("RPC_RATE", UP, ("rpc", "attempts"), ("Rasio RPC", "RPC rate"), (
        "RPC ÷ upaya.", "RPC ÷ attempts.",
    )),
    _share("PENETRATION", UP, ("persons_rpc", "persons"), ("Penetrasi", "Penetration"), (
        "Debitur menunggak yang dicapai sendiri hari itu ÷ debitur menunggak.",
        "Overdue persons reached themselves that day ÷ persons overdue.",
    )),
    _count("PTP", UP, "ptp", ("PTP", "PTP"), (
        "Promise to pay: janji bayar yang dibuat hari itu; janji yang dibatalkan tidak dihitung.",
        "Promises to pay made that day; cancelled ones do not count.",
    ), lead=True),
    _count("PTP_AMOUNT", UP, "ptp_amount", ("Nilai PTP", "PTP amount"), (
        "Rupiah yang dijanjikan oleh PTP hari itu.", "Rupiah promised by that day's PTP.",
    ), kind=Kind.AMOUNT),
    _share("PTP_RATE", UP, ("ptp", "rpc"), ("Rasio PTP", "PTP rate"), (
        "PTP ÷ RPC.", "PTP ÷ RPC.",
    )),
    _count("PK", UP, "kept", ("PK", "PK"), (
        "Promise kept: bagian janji yang jatuh tempo (beserta tenggang) hari itu dan terpenuhi penuh.",
        "Promises kept: legs whose last day (due date and grace) was that day and that were paid in full.",
    ), lead=True),
    _count("PK_AMOUNT", UP, "kept_amount", ("Nilai PK", "PK amount"), (
        "Rupiah yang dijanjikan dalam PK hari itu.", "Rupiah promised in that day's PK.",
    ), kind=Kind.AMOUNT),
    _share("PK_RATE", UP, ("kept", "due"), ("Rasio PK", "PK rate"), (
        "Bagian janji terpenuhi ÷ bagian janji yang jatuh tempo hari itu.",
        "Legs kept ÷ legs due that day.",
    ), lead=True),
    _share("PK_RATE_AMOUNT", UP, ("kept_amount", "due_amount"), ("Rasio PK (nilai)", "PK rate by amount"), (
        "Rupiah PK ÷ rupiah janji yang jatuh tempo hari itu.",
        "Rupiah of legs kept ÷ rupiah of legs due that day.",
    )),
    _count("BP", DOWN, "broken", ("BP", "BP"), (
        "Broken promise: bagian janji yang jatuh tempo hari itu dan tidak, atau hanya sebagian, dibayar.",
        "Broken promises: legs due that day and not, or only partly, paid.",
    )),
    _count("BP_AMOUNT", DOWN, "broken_amount", ("Nilai BP", "BP amount"), (
        "Rupiah yang dijanjikan dalam BP hari itu.", "Rupiah promised in that day's BP.",
    ), kind=Kind.AMOUNT),
    _count("COLLECT", UP, "collected_amount", ("Amount Collect", "Amount Collect"), (
        "Pembayaran yang berlaku hari itu atas kontrak menunggak atau oleh debitur yang dihubungi; tanpa pembatalan.",
        "Payments effective that day on overdue contracts or by persons contacted; reversed ones are left out.",
    ), kind=Kind.AMOUNT, lead=True),
    _count("COLLECT_CONTACT", UP, "contact_amount", ("Amount Collect setelah kontak", "Amount Collect after contact"), (
        "Bagian Amount Collect dari debitur yang dihubungi dalam 7 hari terakhir, untuk petugas kontak terakhir.",
        "The part of Amount Collect by persons contacted within the last 7 days, credited to the last contact.",
    ), kind=Kind.AMOUNT),
    _share("ROLL_RATE", DOWN, ("rolled_forward", "rolled"), ("Rasio mengalir", "Roll rate"), (
        "Kontrak menunggak kemarin yang pindah ke bucket lebih buruk ÷ kontrak menunggak kemarin.",
        "Contracts overdue the day before that moved to a worse bucket ÷ contracts overdue the day before.",
    )),
    _share("ROLL_BACK_RATE", UP, ("rolled_back", "rolled"), ("Rasio membaik", "Roll-back rate"), (
        "Kontrak menunggak kemarin yang pindah ke bucket lebih baik ÷ kontrak menunggak kemarin.",
        "Contracts overdue the day before that moved to a better bucket ÷ contracts overdue the day before.",
    )),
    _share("CURE_RATE", UP, ("cured", "rolled"), ("Rasio lancar kembali", "Cure rate"), (
        "Kontrak menunggak kemarin yang kini lancar atau lunas ÷ kontrak menunggak kemarin.",
        "Contracts overdue the day before with nothing overdue now, or closed ÷ contracts overdue the day before.",
    )),
    _share("BAD_NUMBER_RATE", DOWN, ("bad", "attempts"), ("Rasio nomor salah", "Bad-number rate"), (
        "Upaya pada nomor yang salah, tidak valid, atau bukan miliknya ÷ upaya.",
        "Attempts on wrong, invalid or foreign numbers ÷ attempts.",
    )),
    _count("REFUSALS", NEITHER, "refusals", ("Penolakan gerbang kontak", "Refusals by the gate"), (
        "Upaya yang ditolak gerbang kontak hari itu: pelanggaran yang dicegah.",
        "Attempts that the contact gate refused that day: violations prevented.",
    )),
    _share("HANDLING", NEITHER, ("handled_seconds", "calls"), ("Waktu tangani", "Handling time"), (
        "Menit dari awal sampai akhir pencatatan ÷ OC.", "Minutes from start to end of the record ÷ OC.",
    ), kind=Kind.MINUTES),
)  # fmt: skip

BY_CODE = {figure.code: figure for figure in FIGURES}

GROUPS: dict[str, tuple[str, ...]] = {
    "WORK": ("OC", "ATTEMPTS", "CONTACTS", "CONTACT_RATE", "RPC", "RPC_RATE", "PTP", "PTP_AMOUNT", "PTP_RATE",
             "BAD_NUMBER_RATE", "HANDLING"),
    "MONEY": ("PK", "PK_RATE", "PK_AMOUNT", "PK_RATE_AMOUNT", "BP", "BP_AMOUNT", "COLLECT", "COLLECT_CONTACT"),
    "PORTFOLIO": ("PERSONS", "OVERDUE", "ACCOUNT_COVERAGE", "ATTEMPT_COVERAGE", "PENETRATION", "ROLL_RATE",
                  "ROLL_BACK_RATE", "CURE_RATE", "REFUSALS"),
}  # fmt: skip
"""Which figures stand together in a table, in order. Every figure is in one group."""
