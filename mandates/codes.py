"""One-time codes: made by an officer, kept hashed, tried at most five times, used once."""

import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Person, User
from accounts.names import find_user
from core.access import Action, Scope, Where
from core.formats import moment
from core.models import ActLog
from core.workflow import Actor, Refusal
from mandates.models import OneTimeCode
from mandates.policy import actor_of
from notices.models import NoticeKind
from notices.send import tell

# Nothing that is read for something else: 0 O, 1 I L, 2 Z, 5 S, 8 B.
ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
LENGTH = 8
MAX_TRIES = 5
WRONG = "Ce code n’est pas le bon pour ce compte. Vérifiez les deux."


def issue_code(user: User, scope: Scope, where: Where) -> tuple[str, datetime]:
    """A new code for ``user``, to be shown once: its letters, its last moment. Earlier codes stop working.

    The caller has checked that ``scope``, the officer's, may do this at ``where``.
    """
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    officer = Person.objects.get(pk=scope.person_id or 0)
    now = timezone.now()
    expires_at = now + settings.CODE_LIFETIME
    actor = actor_of(scope, Action.CODE_ISSUE, where)
    with transaction.atomic():
        _close_codes(user, now)
        OneTimeCode.objects.create(
            user=user, hashed=make_password(code), issued_by=officer, expires_at=expires_at
        )
        log = _write_down("remettre_code", user, actor)
        said = f"{actor.name} a préparé un code pour votre compte le {moment(timezone.localtime(now))}."
        warned = f"{said} Si vous ne l’avez pas demandé, appelez la DRS."
        tell([user.person_id], f"code:{log.pk}", warned, "", NoticeKind.ACCOUNT)
    return code, expires_at


def normal_code(typed: str) -> str:
    """« abcd-23 4f » → « ABCD234F »."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def check_code(typed_name: str, typed_code: str) -> User | None:
    """The user whose code this is, or None. Each check is a counted try, right or wrong; nothing is used up.

    Raises nothing: why a code failed is told by ``why_refused`` to somebody who holds the right letters.
    """
    code = normal_code(typed_code)
    user = find_user(typed_name)
    found = _open_codes(user).first() if user else None
    if user is None or found is None:
        make_password(code)  # the same time whether or not there is a code
        return None
    counted = _open_codes(user).filter(pk=found.pk).update(tries=F("tries") + 1)
    right = check_password(code, found.hashed)
    return user if counted and right and user.is_active else None


def why_refused(typed_name: str, typed_code: str) -> str:
    """One French sentence. Expired, used or worn out is only told to whoever holds the right letters."""
    user, code = find_user(typed_name), normal_code(typed_code)
    last = OneTimeCode.objects.filter(user=user).first() if user else None
    if last is None:
        make_password(code)  # the same time again
        return WRONG
    if not check_password(code, last.hashed):
        return WRONG
    if last.used_at:
        return "Ce code a déjà servi, ou un autre l’a remplacé. Demandez-en un nouveau."
    if last.expires_at <= timezone.now():
        return f"Ce code a expiré le {moment(timezone.localtime(last.expires_at))}. Demandez-en un nouveau."
    return "Ce code a été essayé trop de fois. Demandez-en un nouveau."


def use_code(user: User, new_password: str) -> None:
    """The code just checked becomes a password. Raises Refusal when it was used at the same moment."""
    now = timezone.now()
    with transaction.atomic():
        if not _close_codes(user, now):
            raise Refusal("Ce code a déjà servi. Demandez-en un nouveau.")
        user.set_password(new_password)
        user.save(update_fields=["password"])
        _write_down("utiliser_code", user, Actor(user.person_id, str(user.person), None))


def _write_down(act: str, user: User, actor: Actor) -> ActLog:
    holding = actor.holding
    return ActLog.objects.create(
        kind="compte",
        object_id=str(user.pk),
        act=act,
        from_state="",
        to_state="",
        version=0,
        person_id=actor.person_id,
        person_name=actor.name,
        mandate_id=holding.mandate_id if holding else None,
        role=holding.role if holding else "",
        place_name=holding.place_name if holding else "",
    )


def _open_codes(user: User | None) -> models.QuerySet[OneTimeCode]:
    return OneTimeCode.objects.filter(
        user=user, used_at=None, expires_at__gt=timezone.now(), tries__lt=MAX_TRIES
    )


def _close_codes(user: User, now: datetime) -> int:
    """End every code of ``user`` that was still open; how many there were."""
    return OneTimeCode.objects.filter(user=user, used_at=None).update(used_at=now)
