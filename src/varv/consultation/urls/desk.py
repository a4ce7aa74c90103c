"""Addresses of the staff side of rounds and input; ``consultation.urls`` adds them to its own."""

from django.urls import path

from varv.consultation.views import (
    desk_contributions,
    desk_entry,
    desk_questions,
    desk_rounds,
    desk_whole_inputs,
)

_round = "desk/rounds/<int:pk>/"
_input = "desk/input/<int:pk>/"

urlpatterns = [
    path("desk/rounds/", desk_rounds.rounds, name="desk_rounds"),
    path("desk/rounds/new/", desk_rounds.new, name="desk_round_new"),
    path("desk/rounds/earlier/", desk_rounds.new_earlier, name="desk_round_earlier"),
    path(_round, desk_rounds.round, name="desk_round"),
    path(f"{_round}edit/", desk_rounds.edit, name="desk_round_edit"),
    path(f"{_round}publish/", desk_rounds.publish, name="desk_round_publish"),
    path(f"{_round}move/", desk_rounds.move, name="desk_round_move"),
    path(f"{_round}cancel/", desk_rounds.cancel, name="desk_round_cancel"),
    path(f"{_round}delete/", desk_rounds.delete, name="desk_round_delete"),
    path(f"{_round}questions/", desk_questions.questions, name="desk_questions"),
    path(f"{_round}questions/<int:question>/", desk_questions.edit, name="desk_question_edit"),
    path(
        f"{_round}questions/<int:question>/remove/",
        desk_questions.remove,
        name="desk_question_remove",
    ),
    path(
        f"{_round}questions/<int:question>/order/",
        desk_questions.order,
        name="desk_question_order",
    ),
    path(f"{_round}documents/", desk_questions.documents, name="desk_documents"),
    path(
        f"{_round}documents/<int:document>/order/",
        desk_questions.order_document,
        name="desk_document_order",
    ),
    path("desk/input/", desk_contributions.inputs, name="desk_contributions"),
    path("desk/input/new/", desk_entry.entry, name="desk_entry"),
    path("desk/input/publish/", desk_contributions.publish_chosen, name="desk_inputs_publish"),
    path("desk/input/whole/", desk_whole_inputs.make, name="desk_inputs_whole"),
    path(
        "desk/input/whole/<uuid:batch>/undo/",
        desk_whole_inputs.undo,
        name="desk_inputs_whole_undo",
    ),
    path(_input, desk_contributions.contribution, name="desk_contribution"),
    path(f"{_input}publish/", desk_contributions.publish, name="desk_input_publish"),
    path(f"{_input}unpublish/", desk_contributions.unpublish, name="desk_input_unpublish"),
    path(f"{_input}hide/", desk_contributions.hide, name="desk_input_hide"),
    path(f"{_input}show/", desk_contributions.show_again, name="desk_input_show"),
    path(f"{_input}from/", desk_contributions.identify, name="desk_input_identify"),
]
