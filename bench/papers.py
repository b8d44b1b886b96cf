"""Documents of the register, for pages that list them: their files exist, their pages do not."""

from django.utils import timezone

from communes.models import Commune
from core.months import Quarter
from reports.genuine import Proof, new_code
from reports.issuing import keep
from reports.models import Document


def give_documents(count: int) -> None:
    """``count`` documents of the first région, unless they are there."""
    quarter = Quarter.last_closed(timezone.localdate()).code
    had = Document.objects.count()
    communes = list(
        Commune.objects.filter(cercle__region__code="R0").select_related("cercle").order_by("code")
    )
    for i in range(had, count):
        commune, edition = communes[i % len(communes)], i // len(communes) + 1
        number = f"RTP-{quarter}-{commune.code}-{edition}"
        document = Document(
            number=number,
            title=f"Rapport trimestriel, commune {commune.name}",
            commune=commune,
            quarter=quarter,
            edition=edition,
            data_cutoff_at=timezone.now(),
        )
        proof = Proof(new_code(), reason="mesure" if edition > 1 else "")
        keep(document, number.encode(), proof, "0" * 64)
