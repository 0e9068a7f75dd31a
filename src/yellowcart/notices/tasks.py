"""Background work: delivering what is due, correcting what is no longer true, sending e-mail.

When anything is due, the database's clock says, which may be moved; so no job is put off to an
instant, and a look each minute finds what has come due and what a killed worker left.
"""

from procrastinate.contrib.django import app

from yellowcart.notices import correcting, delivering, mailing
from yellowcart.parties.clock import database_now


@app.task(name="notices.deliver", queue="notices")
def deliver(issue: int) -> None:
    delivering.deliver(issue)
    if mailing.is_due(database_now()):
        post.defer()


@app.task(name="notices.post", queue="notices")
def post() -> None:
    mailing.post()


@app.periodic(cron="* * * * *")
@app.task(name="notices.look", queue="notices")
def look(timestamp: int) -> None:
    """Every minute. Corrections first, so that no reminder that is due says what is not so."""
    at = database_now()
    for notice in correcting.watched(at):
        correcting.correct(notice)
    for issue in delivering.due(database_now()):
        deliver.defer(issue=issue)
    if mailing.is_due(at):
        post.defer()
