"""Scorecards in versions that never change, scores pinned to them, and disputes about scores."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts.models import Attempt
from tagih.quality import enums
from tagih.quality.models.samples import Review
from tagih.staff.models import Person


class Scorecard(models.Model):
    code = models.CharField(max_length=24, unique=True)

    def __str__(self) -> str:
        return self.code


class ScorecardVersion(models.Model):
    """A form as it stood from a day on. Once published, its content never changes."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=9, choices=enums.FormStatus, default=enums.FormStatus.DRAFT)
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.FormStatus.values), name="form_status_known"),
            models.UniqueConstraint(fields=["scorecard", "number"], name="form_number_once"),
            models.UniqueConstraint(
                fields=["scorecard"], condition=Q(status="PUBLISHED"), name="form_in_force_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scorecard_id} v{self.number}"


class Evaluation(models.Model):
    """What one reviewer found about one contact, by one version of a form."""

    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="evaluations")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="evaluations")
    agent = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="evaluations", db_index=False)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(ScorecardVersion, on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField(max_length=11, choices=enums.EvaluationKind)
    status = models.CharField(max_length=12, choices=enums.EvaluationStatus, default=enums.EvaluationStatus.DRAFT)
    answers = models.JSONField(default=dict, help_text="Item -> answer")
    comments = models.JSONField(default=dict, help_text="Item -> words")
    summary = models.TextField(blank=True)
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, help_text="Null: nothing applied")
    is_fatal = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0, help_text="Grows with each save: nobody writes over another tab")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True, help_text="What the agent said to it")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.EvaluationStatus.values), name="score_status_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.EvaluationKind.values), name="score_kind_known"),
            models.CheckConstraint(
                condition=Q(agent__isnull=True) | ~Q(reviewer=F("agent")), name="score_not_own"
            ),
            models.CheckConstraint(
                condition=Q(status="DRAFT") | Q(submitted_at__isnull=False), name="score_submitted_at"
            ),
            models.UniqueConstraint(
                fields=["review", "reviewer"], condition=~Q(kind="RESCORE"), name="score_of_review_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["agent", "-submitted_at"], name="score_of_agent"),
            models.Index(fields=["attempt"], name="score_of_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.points}"


class ItemResult(models.Model):
    """The answer to one item of a submitted score, as a share from 0 to 1: rates by item are counted here."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="items")
    item = models.CharField(max_length=40)
    share = models.FloatField()
    fatal = models.CharField(max_length=24, blank=True, help_text="The kind of grave failure, if it failed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "item"], name="item_result_once")]
        indexes = [models.Index(fields=["item"], name="item_result_of_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.share}"


class Mark(models.Model):
    """A comment at a moment of the recording (or of the conversation)."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="marks")
    at_ms = models.PositiveIntegerField()
    item = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["at_ms", "pk"]

    def __str__(self) -> str:
        return f"{self.at_ms} {self.text[:20]}"


class Dispute(models.Model):
    """An agent says that a score is wrong; another reviewer decides within working days."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="disputes")
    items = models.JSONField(help_text="Ids of the items that are disputed")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    reviewer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=enums.DisputeStatus, default=enums.DisputeStatus.OPEN)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    overturned = models.JSONField(default=list, help_text="Ids of the items whose answer changed")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.DisputeStatus.values), name="dispute_status_known"),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(status="OPEN"), name="dispute_open_once"),
        ]
        indexes = [models.Index(fields=["due_on"], name="dispute_open", condition=Q(status="OPEN"))]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.status}"
