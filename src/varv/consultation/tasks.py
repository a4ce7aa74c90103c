"""Work in the background for consultations: reading mail, sending answers, making papers."""

from procrastinate.contrib.django import app

from varv.consultation import actions, mailbox
from varv.consultation.actions import making
from varv.consultation.actions.answer_sending import send_ordered
from varv.registry.tasks import with_fresh_connection

#: A round ends before the next minute's begins, so that a worker that is told to stop need not
#: wait for ten thousand mails.
SECONDS = 45


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="fetch_mail")
@with_fresh_connection
def fetch_mail(timestamp: int) -> None:  # noqa: ARG001 - the real time, which varv does not go by
    """Take in what is new in the mailbox, every minute, where there is one to be read."""
    if mailbox.is_read():
        actions.fetch(seconds=SECONDS)


@app.task
@with_fresh_connection
def send_answers() -> None:
    """Send the answers that staff have ordered; what is left is the next tick's."""
    send_ordered(seconds=SECONDS)


@app.task
@with_fresh_connection
def make_paper(paper_id: int) -> None:
    """Make a paper that waits to be published, or the files anew of one that is."""
    if not making.make(paper_id):
        making.remake(paper_id)
