from django.db import models

from tagih.contacts.enums import Channel


class SandboxText(models.Model):
    """What the sandbox provider took instead of sending it: the telephone of an invented debtor."""

    reference = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=10, choices=Channel)
    recipient_hash = models.BinaryField()
    recipient_masked = models.CharField(max_length=120)
    subject = models.CharField(max_length=200, blank=True)
    text_cipher = models.BinaryField()
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recipient_hash", "-taken_at"], name="sandbox_of_telephone")]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient_masked}"
