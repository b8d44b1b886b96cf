"""The register of ASACO, what their villages give."""

from asaco.models.register import Asaco
from asaco.models.villages import BIGGEST, Contribution, Membership

__all__ = ["BIGGEST", "Asaco", "Contribution", "Membership"]
