"""E-mails that say that notices wait: a subject, a link, nothing of what they tell."""

import logging
import smtplib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from notices.models import Means, NoticeChoice, NoticeKind, NoticeMail

log = logging.getLogger("jekabaara.notices")
AT_ONCE = 200  # notices of one passage
LONGEST = timedelta(hours=6)  # between two tries
TOO_OLD = timedelta(days=4)  # the notice itself stays on the screen
# What a subject may say: somebody else may read it over a shoulder.
WORDS = {
    NoticeKind.ACT: "circuit des rapports",
    NoticeKind.DEATH: "alerte",
    NoticeKind.SHORTAGE: "alerte",
    NoticeKind.LATE: "rapport en retard",
    NoticeKind.RED: "alerte",
    NoticeKind.TERM: "mandat d’un organe",
    NoticeKind.WORK: "documents",
    NoticeKind.ACCOUNT: "votre compte",
}
BODY = (
    "Bonjour,\n\nUn avis vous attend sur Jèkabaara\u00a0:\n{url}\n\n"
    "Pour ne plus recevoir ces e-mails\u00a0:\n{choices}\n"
)
Still = Callable[[Collection[int]], set[int]]


def deliver(still: Still, now: datetime | None = None) -> int:
    """Send what is due, one e-mail a person; ``still`` says who may yet be told. How many left.

    A server that fails, or refuses one address, loses nothing: those wait, longer each time.
    """
    now = now or timezone.now()
    if not settings.MAIL_OFFERED:
        return 0
    waiting = list(
        NoticeMail.objects.filter(sent_at=None, dropped_at=None, due_at__lte=now)
        .select_related("notice__person")
        .order_by("notice__person_id", "id")[:AT_ONCE]
    )
    if not waiting:
        return 0
    sendable = _sendable(waiting, still, now)
    _drop([mail.pk for mail in waiting if mail not in sendable], now)
    return _send(sendable, now)


def _sendable(waiting: Sequence[NoticeMail], still: Still, now: datetime) -> list[NoticeMail]:
    """Those whose person still holds a mandate, has an address, wants an e-mail, has not read the notice."""
    people = {mail.notice.person_id for mail in waiting}
    known = still(people)
    rows = NoticeChoice.objects.filter(person__in=people, means=Means.MAIL)
    wanted = set(rows.values_list("person", "kind"))
    return [
        mail
        for mail in waiting
        if (mail.notice.person_id, mail.notice.kind) in wanted
        and mail.notice.person_id in known
        and mail.notice.person.email
        and mail.notice.read_at is None
        and now - mail.notice.created_at < TOO_OLD
    ]


def _drop(ids: Sequence[int], now: datetime) -> None:
    if ids:
        NoticeMail.objects.filter(pk__in=ids, sent_at=None).update(dropped_at=now)
        log.info("mail_dropped count=%s", len(ids))


def _send(mails: Sequence[NoticeMail], now: datetime) -> int:
    if not mails:
        return 0
    connection: BaseEmailBackend = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _taken(mails, now)
        log.warning("mail_server_failed reason=%s waiting=%s", type(error).__name__, len(mails))
        return 0
    sent = 0
    try:
        for _, group in groupby(mails, key=lambda mail: mail.notice.person_id):
            sent += _send_one(connection, list(group), now)
    finally:
        connection.close()
    return sent


def _taken(mails: Sequence[NoticeMail], now: datetime) -> bool:
    """Make them ours before sending: another worker, or a worse moment, finds them later."""
    wait = min(timedelta(minutes=2 ** min(12, *(mail.tries for mail in mails))), LONGEST)
    free = NoticeMail.objects.filter(pk__in=[m.pk for m in mails], sent_at=None, due_at__lte=now)
    return free.update(due_at=now + wait, tries=F("tries") + 1) == len(mails)


def _send_one(connection: BaseEmailBackend, mails: Sequence[NoticeMail], now: datetime) -> int:
    if not _taken(mails, now):
        return 0
    try:
        message(mails, connection).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_failed reason=%s tries=%s", type(error).__name__, mails[0].tries + 1)
        return 0
    NoticeMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(sent_at=timezone.now())
    return 1


def message(mails: Sequence[NoticeMail], connection: BaseEmailBackend | None = None) -> EmailMessage:
    """One e-mail to one person, whatever the number of notices."""
    subjects = dict.fromkeys(WORDS[NoticeKind(mail.notice.kind)] for mail in mails)
    site = settings.SITE_URL
    return EmailMessage(
        subject=f"Jèkabaara\u00a0: un avis vous attend ({', '.join(subjects)})",
        body=BODY.format(url=site + reverse("notice_list"), choices=site + reverse("notice_choices")),
        to=[mails[0].notice.person.email],
        headers={"Auto-Submitted": "auto-generated"},
        connection=connection,
    )
