from django.db import models
from django.db.models import F, Q

from tagih.staff.models import Person
from tagih.workforce import enums
from tagih.workforce.models.plans import Plan
from tagih.workforce.models.terms import ShiftKind


class Swap(models.Model):
    """Two people of a published plan exchange a day: `giver` works `taker_day`, `taker` works `giver_day`."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="swaps")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    giver_day = models.DateField()
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    taker_day = models.DateField(null=True, help_text="Null: the shift is given away")
    status = models.CharField(max_length=9, choices=enums.SwapStatus)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.SwapStatus.values), name="swap_status_known"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="swap_two_people"),
        ]
        indexes = [
            models.Index(fields=["plan"], name="swap_open", condition=Q(status__in=["OFFERED", "AGREED"])),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.giver_day}"


class Offer(models.Model):
    """A shift that nobody has, open to bids, or hours beyond the contract that somebody may accept."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=10, choices=enums.OfferKind)
    day = models.DateField()
    shift = models.ForeignKey(ShiftKind, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=6, choices=enums.OfferStatus)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=enums.OfferKind.values), name="offer_kind_known"),
            models.CheckConstraint(condition=Q(status__in=enums.OfferStatus.values), name="offer_status_known"),
            models.CheckConstraint(condition=Q(places__gte=1), name="offer_places"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Bid(models.Model):
    """Somebody wants an offered shift; for overtime the words agreed to are kept, as the law asks."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="bids")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    consent = models.TextField(blank=True, help_text="The words that the person agreed to")
    won_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "person"], name="bid_once")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.person_id}"
