"""The order of the demonstration."""

from collections.abc import Sequence
from pathlib import Path

import typer

from motcua.settings import Settings
from motcua.supervision.demo import (
    bad_input,
    closing,
    deadline,
    events,
    in_flight,
    lateness,
    notices,
    outage,
    people,
    portal,
    storm,
    systems,
)
from motcua.supervision.demo.desk import Desk
from motcua.supervision.demo.story import Story, UnexpectedError
from motcua.supervision.stack import Stack, running
from motcua.worktime.shipped import calendar

CATALOGUE = Path(__file__).parent / "catalogue"
QUICKLY = 2.0
"""Seconds before a system that failed is tried again, so that an outage passes while one looks on."""


async def play(settings: Settings) -> int:
    """Play it on a home of its own; 0 if everything expected happened, 1 otherwise."""
    story = Story()
    with events.played_subscriber(settings.home) as (heard, subscribers):
        update = {"catalogue": (*settings.catalogue, CATALOGUE), "subscribers": subscribers, "probe_after": QUICKLY}
        await _play(settings.model_copy(update=update), story, heard)
    return _end(story)


async def _play(shown: Settings, story: Story, heard: events.Heard) -> None:
    story.chapter("Khởi động: Temporal, hệ thống ngành, worker, API", "Starting server, departments, worker, API")
    async with running(shown) as stack:
        story.line(f"sẵn sàng tại {stack.address}", f"ready; Temporal at {stack.temporal_ui}")
        desk = Desk(stack.address, stack.departments, stack.key)
        try:
            await _chapters(desk, story, stack, heard)
            closing.prove(story, shown)
        except UnexpectedError as unexpected:
            story.expect(False, str(unexpected), "the demonstration broke off")
        finally:
            await desk.close()


async def _chapters(desk: Desk, story: Story, stack: Stack, heard: events.Heard) -> None:
    story.chapter("Một hạn sắp trôi qua", "A deadline ahead")
    at_the_desk = await deadline.open_at_the_desk(desk, story)
    codes = await in_flight.take_over(desk, story, calendar("vn"))
    waiting = await systems.all_systems(desk, story)
    await outage.wait_and_go_on(desk, story)
    await people.answer_for_it(desk, story, codes["permit-to-explain"])
    await people.refuse(desk, story)
    await lateness.answer_for_the_forgotten(desk, story, codes["land-forgotten"])
    await lateness.apologise_once(desk, story)
    await storm.close_one_agency(desk, story, calendar("vn"))
    running_one = await bad_input.open_twice(desk, story)
    await bad_input.be_refused(desk, story, codes["land-returned"], running_one)
    await people.survive(desk, story, stack)
    story.chapter("Hạn đã trôi qua", "The deadline has passed")
    await deadline.see_it_pass(desk, story, at_the_desk)
    await notices.tell(desk, story, stack.home, at_the_desk)
    await portal.tell_the_portal(desk, story)
    await events.tell_a_subscriber(desk, story, heard)
    await closing.show_stuck(desk, story, waiting["silent"])
    await closing.show_report(desk, story)


def _end(story: Story) -> int:
    kept = story.expectations - len(story.failures)
    story.chapter("Kết thúc", "The end")
    story.line(f"{kept}/{story.expectations} điều mong đợi đã xảy ra", f"{kept} of {story.expectations} as expected")
    _list(story.failures)
    return 1 if story.failures else 0


def _list(failures: Sequence[str]) -> None:
    for failure in failures:
        typer.secho(f"  ✗ {failure}", fg=typer.colors.RED)
