"""The tables of conventions."""

from conventions.models.acts import CamFile, CamPaper, Substitute
from conventions.models.cam import Cam, CamQuerySet
from conventions.models.commitments import BIGGEST, Commitment
from conventions.models.years import Due, Review, Score

__all__ = [
    "BIGGEST",
    "Cam",
    "CamFile",
    "CamPaper",
    "CamQuerySet",
    "Commitment",
    "Due",
    "Review",
    "Score",
    "Substitute",
]
