"""What becomes of each report in the demonstration, whatever the day it is loaded."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from core.months import Month
from monitoring.enums import ReportState
from reports.demo import story
from reports.demo.plan import Fate, Signed, due_on, fate_of
from reports.demo.profile import Profile, draw_profile
from reports.demo.story import Moment, told_profile

POPULATION = {2026: 10_000}
DAYS = [
    date(2026, 1, 1),
    date(2026, 3, 1),
    date(2026, 10, 3),
    date(2026, 11, 5),
    date(2026, 11, 6),
    date(2026, 11, 23),
    date(2026, 12, 31),
    date(2028, 2, 29),
]
OTHERS = [draw_profile(f"AIRE-{number:03}", POPULATION) for number in range(200)]


def told(code: str) -> Profile:
    return told_profile(draw_profile(code, POPULATION), in_district=True)


def fates(moment: Moment, profile: Profile) -> dict[Month, Fate | None]:
    return {month: fate_of(profile, month, moment) for month in moment.months}


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_something_awaits_each_of_the_cast(day: date) -> None:
    moment = Moment(day)
    before = moment.last - 1
    central = fates(moment, told(story.CENTRAL))
    last, earlier = central[moment.last], central[before]
    assert last is not None
    assert last.state == ReportState.RETURNED, "Kadia corrects"
    assert last.closed_at is not None
    assert earlier is not None
    assert (earlier.state, earlier.signed) == (ReportState.COMPLETE, Signed.NOBODY), "Awa and Moussa sign"
    kiban = fate_of(told(story.KIBAN), moment.last, moment)
    assert kiban is not None
    assert (kiban.state, kiban.signed) == (ReportState.COMPLETE, Signed.PRESIDENT), "Oumar stamps"
    for code in (story.SAMAKELE, story.BAO):
        ready = fate_of(told(code), moment.last, moment)
        assert ready is not None
        assert (ready.state, ready.signed) == (ReportState.COMPLETE, Signed.BOTH), "Salif validates"
    assert fates(moment, told(story.OULENY))[moment.last] is None
    assert fates(moment, told(story.OULENY))[before] is None
    assert fates(moment, told(story.OULENY))[before - 1] is not None, "late by two months, no more"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_happens_in_the_future_nor_in_the_wrong_order(day: date) -> None:
    moment = Moment(day)
    cast = [told(code) for code in (story.CENTRAL, story.KIBAN, story.SAMAKELE, story.BAO, story.OULENY)]
    for profile in [*cast, *OTHERS[:60]]:
        for fate in fates(moment, profile).values():
            if fate is None:
                continue
            happened = [fate.typed_at, fate.declared_at, fate.signed_at, fate.closed_at]
            moments = [one for one in happened if one]
            assert moments == sorted(moments)
            assert moments[-1] + timedelta(minutes=25) < midnight(day)
            assert (fate.declared_at is None) == (fate.state == ReportState.DRAFT)
            assert (fate.closed_at is None) == (fate.state in {ReportState.DRAFT, ReportState.COMPLETE})


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_all_is_validated_up_to_two_months_ago(day: date) -> None:
    moment = Moment(day)
    for profile in OTHERS:
        for month, fate in fates(moment, profile).items():
            if fate and month < moment.last:
                assert (fate.state, fate.signed) == (ReportState.VALIDATED, Signed.BOTH)


def test_the_region_is_as_complete_and_as_prompt_as_the_real_one() -> None:
    moment = Moment(date(2026, 11, 23))
    for month in moment.months[:-1]:
        found = [fate_of(profile, month, moment) for profile in OTHERS]
        sent = [fate for fate in found if fate and fate.declared_at]
        prompt = [fate for fate in sent if timezone.localdate(fate.declared_at) <= due_on(month)]
        assert 0.90 <= len(sent) / len(OTHERS) <= 0.99
        assert 0.68 <= len(prompt) / len(OTHERS) <= 0.88


def test_last_month_is_still_on_its_way() -> None:
    moment = Moment(date(2026, 11, 23))
    found = [fate_of(profile, moment.last, moment) for profile in OTHERS]
    states = [fate and fate.state for fate in found]
    assert states.count(ReportState.COMPLETE) > 0.4 * len(states)
    assert 0 < states.count(ReportState.DRAFT) < 0.3 * len(states)
    assert 0 < states.count(ReportState.VALIDATED) < 0.4 * len(states)
    assert 0 < states.count(None) < 0.2 * len(states)


def test_on_the_first_of_a_month_nearly_nobody_has_deposited_yet() -> None:
    moment = Moment(date(2026, 11, 1))
    found = [fate_of(profile, moment.last, moment) for profile in OTHERS]
    assert [fate for fate in found if fate and fate.declared_at] == []


def test_the_story_happens_in_the_quarter_that_is_shown() -> None:
    for day in DAYS:
        moment = Moment(day)
        shown = moment.quarter.months
        assert moment.death in shown
        assert moment.empty_section in shown
        empty = fate_of(told(story.CENTRAL), moment.empty_section, moment)
        assert empty is not None
        assert empty.state == ReportState.VALIDATED
