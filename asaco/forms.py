"""What the ASACO writes about itself."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from asaco.models import Asaco
from core.fields import DayField


class AsacoForm(forms.ModelForm[Asaco]):
    """Name, receipt, foundation: no day may lie ahead, and the receipt follows the foundation."""

    founded_on = DayField(label="Fondée le", required=False, help_text="Par exemple 12 03 1998")
    receipt_on = DayField(label="Récépissé du", required=False, help_text="Par exemple 04 06 1998")
    receipt_until = DayField(
        label="Récépissé valable jusqu’au",
        required=False,
        help_text="Le dernier jour compris. Laissez vide s’il n’a pas de terme.",
    )

    class Meta:
        model = Asaco
        fields: ClassVar[list[str]] = ["name", "founded_on", "receipt_number", "receipt_on", "receipt_until"]
        labels: ClassVar[dict[str, str]] = {"name": "Nom de l’ASACO", "receipt_number": "Récépissé n°"}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"required": "Écrivez le nom de l’ASACO"},
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        today = timezone.localdate()
        for name in ("founded_on", "receipt_on"):
            if found.get(name) and found[name] > today:
                self.add_error(name, ValidationError("Écrivez un jour passé, pas un jour à venir"))
        founded, receipt = found.get("founded_on"), found.get("receipt_on")
        if founded and receipt and receipt < founded:
            self.add_error("receipt_on", ValidationError("Le récépissé suit la fondation"))
        until = found.get("receipt_until")
        if until and not found.get("receipt_number"):
            self.add_error("receipt_number", ValidationError("Écrivez le numéro du récépissé"))
        if receipt and until and until < receipt:
            self.add_error("receipt_until", ValidationError("Ce jour vient avant celui du récépissé"))
        return found
