"""What was last loaded from the region's folder."""

from django.db import models


class LoadedRow(models.Model):
    """What a row of the region's folder held when it was last loaded.

    A field whose value differs from this was edited in the program and is released from the file.
    """

    section = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    model = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    values = models.JSONField()

    class Meta:
        ordering = ["section", "key"]
        constraints = [
            models.UniqueConstraint(fields=["section", "key"], name="a_file_row_is_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.key}"
