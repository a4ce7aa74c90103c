"""What can be done with rounds and input; each act is one function."""

from varv.consultation.actions.asking import (
    add_question,
    edit_question,
    move_document,
    move_question,
    put_out,
    remove_question,
)
from varv.consultation.actions.fetching import fetch
from varv.consultation.actions.incoming import note_too_large, take_in
from varv.consultation.actions.moderation import (
    hide,
    identify,
    publish,
    publish_one,
    show_again,
    unpublish,
)
from varv.consultation.actions.papers import (
    add_part,
    begin_edition,
    delete_paper,
    edit_paper,
    edit_part,
    make_paper,
    move_part,
    publish_paper,
)
from varv.consultation.actions.receiving import change, confirm, receive, withdraw, write
from varv.consultation.actions.rounds import (
    cancel_round,
    create_round,
    delete_round,
    edit_earlier_round,
    edit_round,
    enter_earlier_round,
    move_round,
    publish_round,
)
from varv.consultation.actions.sorting import (
    mark_mail_as_double,
    put_mail_aside,
    sort_mail,
    take_mail_up,
)

__all__ = [
    "add_part",
    "add_question",
    "begin_edition",
    "cancel_round",
    "change",
    "confirm",
    "create_round",
    "delete_paper",
    "delete_round",
    "edit_earlier_round",
    "edit_paper",
    "edit_part",
    "edit_question",
    "edit_round",
    "enter_earlier_round",
    "fetch",
    "hide",
    "identify",
    "make_paper",
    "mark_mail_as_double",
    "move_document",
    "move_part",
    "move_question",
    "move_round",
    "note_too_large",
    "publish",
    "publish_one",
    "publish_paper",
    "publish_round",
    "put_mail_aside",
    "put_out",
    "receive",
    "remove_question",
    "show_again",
    "sort_mail",
    "take_in",
    "take_mail_up",
    "unpublish",
    "withdraw",
    "write",
]
