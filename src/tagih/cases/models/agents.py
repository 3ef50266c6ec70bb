from django.db import models

from tagih.cases import enums
from tagih.staff.models import Person


class AgentStateChange(models.Model):
    """When a person's state changed; the newest row is the state now."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="state_changes")
    state = models.CharField(max_length=10, choices=enums.AgentState)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="agent_state_newest")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
