"""What follows from a finding: a talk with a moment to hear, a step, a follow-up; conduct; calls that were hard."""

from django.db import models
from django.db.models import F, Q

from tagih.contacts.models import Attempt
from tagih.quality import enums
from tagih.quality.models.samples import SamplePlan
from tagih.quality.models.scores import Evaluation
from tagih.staff.models import Certificate, Person


class Coaching(models.Model):
    """A finding that became a talk: the moment to listen to, the step agreed on, the sample that tells whether it
    helped."""

    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coachings")
    coach = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="coachings")
    item = models.CharField(max_length=40, help_text="The item of the scorecard it is about")
    at_ms = models.PositiveIntegerField(null=True, help_text="The moment to listen to")
    topic = models.CharField(max_length=200)
    status = models.CharField(max_length=8, choices=enums.CoachingStatus, default=enums.CoachingStatus.OPEN)
    opened_at = models.DateTimeField()
    step = models.TextField(blank=True, help_text="What was agreed")
    agreed_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, help_text="The step is done by then")
    confirmed_at = models.DateTimeField(null=True, help_text="The agent said yes to the step")
    follow_up = models.ForeignKey(SamplePlan, null=True, on_delete=models.PROTECT, related_name="coachings")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=11, choices=enums.CoachingOutcome, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.CoachingStatus.values), name="coaching_status_known"),
            models.CheckConstraint(condition=~Q(agent=F("coach")), name="coaching_not_own"),
        ]
        indexes = [models.Index(fields=["coach"], name="coaching_open", condition=~Q(status="CLOSED"))]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.topic}"


class Incident(models.Model):
    """What somebody is said to have done wrong, from the first word to the end of a measure. They are heard first."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=24, choices=enums.IncidentKind)
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="incidents")
    what = models.TextField()
    happened_on = models.DateField()
    status = models.CharField(max_length=8, choices=enums.IncidentStatus, default=enums.IncidentStatus.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    investigator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    findings = models.TextField(blank=True)
    reply_due_on = models.DateField(null=True)
    reply = models.TextField(blank=True, help_text="What the agent said at the hearing")
    replied_at = models.DateTimeField(null=True)
    measure = models.CharField(max_length=16, choices=enums.Measure, blank=True)
    reasoning = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    expires_on = models.DateField(null=True, help_text="From then on the measure is no longer held against anybody")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=enums.IncidentStatus.values), name="incident_status_known"),
            models.CheckConstraint(condition=Q(kind__in=enums.IncidentKind.values), name="incident_kind_known"),
            models.CheckConstraint(condition=~Q(person=F("decided_by")), name="incident_not_own"),
            models.UniqueConstraint(fields=["evaluation"], name="incident_of_score_once"),
        ]
        indexes = [models.Index(fields=["person", "-opened_at"], name="incident_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Praise(models.Model):
    """Something done well, said aloud."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="praises")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    text = models.CharField(max_length=400)
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="praises")

    def __str__(self) -> str:
        return self.text[:40]


class HardCall(models.Model):
    """A contact in which the agent was shouted at or threatened, and the break that was offered for it."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="hard_call")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="hard_calls")
    marked_at = models.DateTimeField()
    level = models.CharField(max_length=12, choices=enums.HardLevel)
    words = models.CharField(max_length=200, blank=True)
    rest_until = models.DateTimeField(help_text="The break that is offered ends then")
    rest = models.CharField(max_length=8, choices=enums.Rest, default=enums.Rest.OFFERED)

    class Meta:
        indexes = [models.Index(fields=["person", "-marked_at"], name="hard_call_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level}"


class CertificateReminder(models.Model):
    """A reminder that was given once: so many days before a certificate ends."""

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "days"], name="certificate_reminder_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.days}"
