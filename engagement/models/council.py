"""What members of the Children in Care Council say of an Ask before it is put to anybody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement.models.asks import Affects, Ask
from people.models import YoungPerson


class CouncilSay(models.Model):
    """How many one member, or the Council together, says an Ask matters to. Who said what is shown to nobody."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="council_says")
    space = models.ForeignKey(YoungPerson, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    meeting = models.BooleanField(default=False)  # said together, on the shared screen
    affects = models.CharField(_("affects"), max_length=4, choices=Affects.choices)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "space"], name="engagement_member_says_once"),
            models.UniqueConstraint(fields=["ask"], condition=Q(meeting=True), name="engagement_council_says_once"),
            models.CheckConstraint(
                condition=Q(meeting=False) | Q(space__isnull=True), name="engagement_council_says_as_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Say {self.pk}"
