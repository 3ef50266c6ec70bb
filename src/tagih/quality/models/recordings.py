"""Recordings, what is measured in them without a model, and phrases that a machine believes to have heard."""

from django.db import models
from django.db.models import Q

from tagih.contacts.models import Attempt
from tagih.quality import enums


class Recording(models.Model):
    """The sound of one contact: the agent on the left, the other side on the right. `sha256` names it in the store."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="recording")
    state = models.CharField(max_length=7, choices=enums.RecordingState)
    stored_as = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    channels = models.PositiveSmallIntegerField(default=0)
    recorded_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=enums.RecordingState.values), name="recording_state_known"),
            models.CheckConstraint(condition=~Q(state="KEPT") | ~Q(stored_as=""), name="recording_kept_has_file"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.state}"


class CallReading(models.Model):
    """What was measured in one recording. It raises or lowers the risk; it is never a verdict."""

    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="reading")
    version = models.CharField(max_length=20)
    read_at = models.DateTimeField()
    talk_agent = models.FloatField(help_text="Share of the time in which the agent speaks")
    talk_other = models.FloatField()
    talk_over = models.FloatField(help_text="Share of the time in which both speak")
    silence = models.FloatField(help_text="Share of the time in which nobody speaks")
    longest_silence_s = models.FloatField()
    turns = models.PositiveIntegerField()
    pace = models.FloatField(null=True, help_text="Loud bursts of the agent per second of the agent's speech")
    last_voice = models.CharField(max_length=5, blank=True, help_text="AGENT or OTHER: who was heard last")
    transcript = models.TextField(blank=True, help_text="Only where the lender installed a recogniser")
    recogniser = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.recording_id} {self.version}"


class PhraseHit(models.Model):
    """A conduct phrase that the matcher found in a transcript or a message."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="phrase_hits")
    phrase = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    list_version = models.CharField(max_length=20)
    at_ms = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=120)
    likeness = models.FloatField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "phrase", "at_ms"], name="phrase_hit_once", nulls_distinct=False
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.phrase} {self.words}"
