"""The names that a formula may use: codes of the form, prefixes of its cells, target groups."""

from collections.abc import Mapping

from communes.models import Coefficient
from monitoring.kept import kept
from monitoring.models import Element, Modality

USUAL_GROUPS = ("FE", "ACCA", "NVA", "E011", "E1223", "U5", "E659", "FAR")


def known_names() -> frozenset[str]:
    """Every element code and prefix of cells that a formula may name, whatever the date."""
    modalities: dict[str, list[str]] = {}
    for modality in Modality.objects.all():
        modalities.setdefault(modality.axis, []).append(modality.code)
    names: set[str] = set()
    for element, axes in Element.objects.values_list("code", "axes"):
        prefixes = [element]
        names.add(element)
        for axis in axes:
            prefixes = [f"{prefix}.{m}" for prefix in prefixes for m in modalities[axis]]
            names.update(prefixes)
    return frozenset(names)


@kept
def group_labels() -> Mapping[str, str]:
    """Target group → what it is called, as last said; the whole population apart."""
    return dict(Coefficient.objects.order_by("from_year").values_list("key", "label"))


def group_names() -> frozenset[str]:
    """Target groups that a denominator may name: POP and the coefficients of the DRS."""
    return frozenset({"POP", *USUAL_GROUPS, *Coefficient.objects.values_list("key", flat=True)})
