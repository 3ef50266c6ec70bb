"""What is drawn to be heard, and who hears it."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts.models import Attempt
from tagih.quality import enums
from tagih.staff.models import Person, Unit


class SamplePlan(models.Model):
    """A draw from every contact of a period below a unit. With its seed and frame anybody can draw it again."""

    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="Decides row scope and frame")
    first_on = models.DateField()
    last_on = models.DateField()
    agent = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="A follow-up of one person only"
    )
    seed = models.CharField(max_length=60)
    random_per_agent = models.PositiveSmallIntegerField()
    risk_total = models.PositiveIntegerField()
    status = models.CharField(max_length=6, choices=enums.PlanStatus, default=enums.PlanStatus.DRAFT)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField(null=True)
    frame_size = models.PositiveIntegerField(default=0)
    frame = models.BinaryField(null=True, help_text="The frame as drawn from: compressed lines of JSON")
    frame_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.PlanStatus.values), name="plan_status_known"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="plan_period"),
            models.CheckConstraint(condition=Q(status="DRAFT") | Q(frame__isnull=False), name="plan_drawn_has_frame"),
        ]
        indexes = [models.Index(fields=["-first_on"], name="plan_of_month")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One contact that somebody is to hear. A contact in several samples is heard once."""

    plan = models.ForeignKey(SamplePlan, on_delete=models.PROTECT, related_name="reviews")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="reviews")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    second_reviewer = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Scores it unseen a second time"
    )
    status = models.CharField(max_length=7, choices=enums.ReviewStatus, default=enums.ReviewStatus.OPEN)
    second_done = models.BooleanField(default=False)
    due_on = models.DateField()
    drop_reason = models.CharField(max_length=200, blank=True)
    signs = models.JSONField(default=list, help_text="Why the machine would listen: ids of risk signs")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.ReviewStatus.values), name="review_status_known"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | Q(agent__isnull=True) | ~Q(reviewer=F("agent")),
                name="review_not_own",
            ),
            models.UniqueConstraint(fields=["plan", "attempt"], name="review_once"),
        ]
        indexes = [
            models.Index(fields=["reviewer", "due_on"], name="review_open", condition=Q(status="OPEN")),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.attempt_id}"


class SampledContact(models.Model):
    """A contact as one of the samples drew it: stratum, sizes and so its chance. Append-only."""

    plan = models.ForeignKey(SamplePlan, on_delete=models.PROTECT, related_name="drawn")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="drawn")
    sample = models.CharField(max_length=9, choices=enums.Sample)
    stratum = models.CharField(max_length=60)
    stratum_size = models.PositiveIntegerField()
    stratum_drawn = models.PositiveIntegerField()
    risk = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sample__in=enums.Sample.values), name="sampled_sample_known"),
            models.CheckConstraint(condition=Q(stratum_drawn__lte=F("stratum_size")), name="sampled_within_stratum"),
            models.UniqueConstraint(fields=["review", "sample", "stratum"], name="sampled_once"),
        ]
        indexes = [models.Index(fields=["plan", "sample"], name="sampled_of_plan")]

    def __str__(self) -> str:
        return f"{self.sample} {self.stratum}"

    @property
    def probability(self) -> float:
        return self.stratum_drawn / self.stratum_size
