"""manage.py demo_signins: who signs in to the demonstration, with which password, and what awaits them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from mandates.models import Mandate
from reports.demo.people import CAST, PASSWORD
from reports.demo.story import AWAITS


class Command(BaseCommand):
    help = "Montre qui se connecte à la démonstration, et avec quel mot de passe."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Les comptes de démonstration n’existent que dans une démonstration.")
        offices = {
            mandate.person_id: mandate
            for mandate in Mandate.objects.in_force().with_places().order_by("-starts_on")
        }
        users = {user.username: user for user in User.objects.select_related("person")}
        self.stdout.write(f"Comptes de démonstration (personnes fictives), mot de passe\u00a0: {PASSWORD}")
        for part in CAST:
            user = users.get(part.username)
            mandate = offices.get(user.person_id) if user else None
            if not user or not mandate:
                continue
            who = f"{user.person}, {mandate.get_role_display()}, {mandate.place_name}"
            self.stdout.write(f"  {user.username:<8}{who}")
            self.stdout.write(f"  {'':<8}{AWAITS[part.username]}")
