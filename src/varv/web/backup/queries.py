"""Reading how the scheduled backups went."""

from datetime import datetime

from django.db.models import QuerySet

from varv.web.models import BackupRun


def runs() -> QuerySet[BackupRun]:
    """Return all tries, newest first."""
    return BackupRun.objects.order_by("-started_at")


def last_success() -> BackupRun | None:
    """Return the newest backup that was made whole."""
    return runs().filter(error="").first()


def failed_since(moment: datetime) -> bool:
    """Tell whether a try has failed after ``moment``."""
    return runs().filter(started_at__gt=moment).exclude(error="").exists()
