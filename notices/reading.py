"""What somebody has not read yet."""

from notices.models import Notice


def unread_count(person_id: int | None) -> int:
    """How many notices wait for this person; 0 for nobody."""
    return Notice.objects.filter(person=person_id, read_at=None).count() if person_id else 0
