"""What can be done with people; each act is one function."""

from varv.people.actions.doubles import (
    dismiss_double,
    look_for_doubles,
    look_for_new_doubles,
)
from varv.people.actions.in_bulk import (
    NewOrganisation,
    add_organisations,
    people_for,
    represent_many,
)
from varv.people.actions.lists import (
    drop_organisations,
    enter_organisations,
    export_organisations,
    forget_in_lists,
    forget_old_lists,
    look_at_list_again,
    next_list_to_forget,
    read_organisations,
)
from varv.people.actions.merging import merge_organisations, undo_merge
from varv.people.actions.organisations import (
    add_alias,
    add_representative,
    check_organisation,
    edit_organisation,
    organisation_for,
    remove_alias,
    represent,
    retract_former_place,
    stop_representing,
)
from varv.people.actions.persons import for_nobody, person_for, send_my_link, stand_ins
from varv.people.actions.rights import (
    answer_request,
    ask_for_right,
    delete_dead_links,
    erase_last_words,
    erase_person,
    erase_row,
    export_person,
    forget,
    reapply_erasures,
)
from varv.people.actions.second_factor import (
    begin_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from varv.people.actions.sessions import end_session, sign_out_everywhere
from varv.people.actions.sign_in import make_sign_in_link, send_sign_in_code, use_sign_in_link
from varv.people.actions.staff import (
    change_role,
    hand_over,
    invite_staff,
    remove_staff,
    staff_by_provider,
)

__all__ = [
    "NewOrganisation",
    "add_alias",
    "add_organisations",
    "add_representative",
    "answer_request",
    "ask_for_right",
    "begin_second_factor",
    "change_role",
    "check_organisation",
    "delete_dead_links",
    "dismiss_double",
    "drop_organisations",
    "edit_organisation",
    "end_session",
    "enter_organisations",
    "erase_last_words",
    "erase_person",
    "erase_row",
    "export_organisations",
    "export_person",
    "for_nobody",
    "forget",
    "forget_in_lists",
    "forget_old_lists",
    "hand_over",
    "invite_staff",
    "look_at_list_again",
    "look_for_doubles",
    "look_for_new_doubles",
    "make_sign_in_link",
    "merge_organisations",
    "next_list_to_forget",
    "organisation_for",
    "people_for",
    "person_for",
    "read_organisations",
    "reapply_erasures",
    "remove_alias",
    "remove_second_factor",
    "remove_staff",
    "renew_recovery_codes",
    "represent",
    "represent_many",
    "reset_second_factor",
    "retract_former_place",
    "send_my_link",
    "send_sign_in_code",
    "sign_out_everywhere",
    "staff_by_provider",
    "stand_ins",
    "stop_representing",
    "undo_merge",
    "use_sign_in_link",
]
