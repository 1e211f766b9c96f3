"""What the log says of faults: enough to be heard, too little to flood a disk."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from mailvote.alarm import FIRST_PAUSE, LONGEST_PAUSE, Alarm

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_fault_is_told_at_once_and_then_after_pauses_that_double() -> None:
    alarm = Alarm()
    told = [minute for minute in range(40) if alarm.sound(["no mail"], NOON + minute * MINUTE)]
    assert told == [0, 5, 15, 35]


def test_a_week_without_mail_fills_no_disk_yet_is_never_forgotten() -> None:
    alarm = Alarm()
    told = [minute for minute in range(7 * 24 * 60) if alarm.sound(["no mail"], NOON + minute * MINUTE)]
    assert len(told) < 40
    assert max(later - sooner for sooner, later in pairwise(told)) * MINUTE == LONGEST_PAUSE


def test_each_fault_has_its_own_pauses_and_a_repeated_line_says_for_how_long() -> None:
    alarm = Alarm()
    assert alarm.sound(["no mail", "no mail"], NOON) == ("no mail",)
    assert alarm.sound(["no mail", "no post"], NOON + MINUTE) == ("no post",)
    assert alarm.sound(["no mail"], NOON + FIRST_PAUSE) == ("no mail (trouble for 5 min)",)


def test_faults_that_take_turns_are_no_news() -> None:
    alarm = Alarm()
    told = [line for minute in range(5) for line in alarm.sound([f"fault {minute % 2}"], NOON + minute * MINUTE)]
    assert told == ["fault 0", "fault 1"]


def test_the_end_is_told_once_and_the_next_fault_is_news_again() -> None:
    alarm = Alarm()
    assert alarm.all_clear(NOON) is None
    alarm.sound(["no mail"], NOON)
    assert alarm.all_clear(NOON + timedelta(hours=3)) == "all is well again after 3 h"
    assert alarm.all_clear(NOON + timedelta(hours=4)) is None
    assert alarm.sound(["no mail"], NOON + timedelta(hours=4)) == ("no mail",)
