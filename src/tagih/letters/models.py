"""Letters with their numbers, the letterhead, and the print files."""

from django.db import models
from django.db.models import Q

from tagih.cases.models import Case, Document
from tagih.letters import enums
from tagih.portfolio.models import Customer
from tagih.staff.models import Person, Unit


class Letterhead(models.Model):
    """Who writes: of a company, or of a branch that has its own."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="letterhead")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)
    licence = models.CharField(max_length=200, blank=True, help_text="Such as: berizin dan diawasi oleh OJK")
    complaints = models.CharField(max_length=200, blank=True, help_text="Where somebody complains")
    signatory = models.CharField(max_length=120)
    signatory_title = models.CharField(max_length=120)
    public_address = models.CharField(max_length=200, blank=True, help_text="Of the pages that verify letters")

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """The last number given in a branch, a year and a kind: raised with the letter or not at all."""

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=enums.LetterKind)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind", "year"], name="letter_series_once"),
            models.CheckConstraint(condition=Q(kind__in=enums.LetterKind.values), name="letter_series_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind} {self.year}"


class PrintRun(models.Model):
    """One file for the printer: the letters of one carrier on one route."""

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Decides row scope")
    carrier = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    route = models.CharField(max_length=60, blank=True)
    letters_count = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=200)
    size = models.BigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="print_run_newest")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.route} {self.letters_count}"


class Letter(models.Model):
    """One letter: what it says is kept as data, its paper under the digest of its content."""

    branch = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Decides row scope")
    kind = models.CharField(max_length=12, choices=enums.LetterKind)
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=60, unique=True)
    reference = models.CharField(max_length=80, unique=True, help_text="Who ordered it, such as day:2026-11-20:C1:SP1")
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="letters")
    contract_no = models.CharField(max_length=40, blank=True)
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="id")
    content = models.JSONField()
    check_code = models.CharField(max_length=24, unique=True, help_text="In the code that anybody may verify")
    status = models.CharField(max_length=10, choices=enums.LetterStatus, default=enums.LetterStatus.NUMBERED)
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_as = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    carrier = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    route = models.CharField(max_length=60, blank=True)
    print_run = models.ForeignKey(PrintRun, null=True, on_delete=models.PROTECT, related_name="letters")
    handed_at = models.DateTimeField(null=True)
    delivered_on = models.DateField(null=True)
    received_by = models.CharField(max_length=10, choices=enums.Receiver, blank=True)
    receiver_name = models.CharField(max_length=120, blank=True)
    proof = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(max_length=300, blank=True, help_text="Why it came back or is void")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind", "year", "position"], name="letter_position_once"),
            models.CheckConstraint(condition=Q(kind__in=enums.LetterKind.values), name="letter_kind_known"),
            models.CheckConstraint(condition=Q(status__in=enums.LetterStatus.values), name="letter_status_known"),
            models.CheckConstraint(
                condition=~Q(status="DELIVERED") | Q(delivered_on__isnull=False), name="letter_delivered_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="letter_to_set", condition=Q(status="NUMBERED")),
            models.Index(fields=["branch", "status", "-id"], name="letter_of_branch"),
            models.Index(fields=["contract_no", "kind"], name="letter_of_contract"),
        ]

    def __str__(self) -> str:
        return self.number
