"""What the platform remembers about itself: that it was backed up, and when."""

from django.db import models


class Backup(models.Model):
    """One finished backup. Not in its own file, therefore `archives.restore` carries these rows over."""

    made_at = models.DateTimeField(unique=True)  # the moment it shows, not the moment it was finished
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()  # bytes

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%d %B %Y %H:%M}"
