"""Who comes in where. Read it line by line: this is what the site promises.

A line is ``METHOD  address  about  answers  [shows]  [>to]``::

    GET  meetings:desk_meeting  draft meeting  r rf ff ooo  draft:rnc link:c

**address** is the name in the urls. **about** is a thing of ``world.py`` in a state; ``-`` is
none, ``any meeting`` means every state, ``announced meeting`` every one but the draft, and
``past, held meeting`` these two. **answers** has one sign for each role:

* ``v`` visitor whom nobody knows;
* ``la`` the actor whose thing it is, who opened the signed link, or signed in by a code;
* ``bo`` another actor; somebody who represents the actor's organisation;
* ``rnc`` the staff: reader, analyst, coordinator.

The signs:

* ``o`` 200, a page
* ``r`` sent to sign in
* ``>`` sent on, to the address named by ``>name`` at the end of the line
* ``f`` 403, forbidden
* ``n`` 404, does not exist (for this role)
* ``u`` 401, nobody knows who you are
* ``g`` 410, used up or dead
* ``b`` 400, not understood
* ``i`` 422, let in, but the empty form comes back
* ``m`` 405, not by this method
* ``d`` 503, something is not well (as in a test, where no worker runs)
* ``.`` another line with the same method, address and thing says it

**shows** names the secrets of ``world.SECRETS`` that are on the page, and for whom. What is not
named is shown to nobody: all pages are searched for all secrets. Whoever is refused (``r f n u m``)
leaves nothing in the log.

A POST has an empty body unless the thing has data of its own, so ``>`` means that pressing the
button did it, and ``i`` or ``o`` that the person is let in and must fill in the form.

To add an address: add a line for GET and one for POST, with a thing for each state in which the
answer differs (add the thing to ``world.py``). Run ``pytest tests/varv/web/access``: it names
addresses without a line, lines without an address, and answers that differ. Think what the answer
should be before you run it.
"""

# ruff: noqa: E501 - a line of the table is one line

TABLE = """
# The site: home, my page, the desk, the rehearsal

GET  web:home                          -                               o oo oo ooo
POST web:home                          -                               o oo oo ooo
GET  web:my                            -                               u oo oo ooo  link:la mail:la
POST web:my                            -                               u oo oo ooo  link:la mail:la
GET  web:leave                         -                               m mm mm mmm
POST web:leave                         -                               > >> >> >>>  >web:home
GET  web:search                        -                               o oo oo ooo
POST web:search                        -                               m mm mm mmm
GET  web:about                         -                               o oo oo ooo
POST web:about                         -                               m mm mm mmm
GET  web:accessibility                 -                               o oo oo ooo
POST web:accessibility                 -                               m mm mm mmm
GET  web:privacy                       -                               o oo oo ooo
POST web:privacy                       -                               m mm mm mmm
GET  web:robots                        -                               o oo oo ooo
POST web:robots                        -                               m mm mm mmm
GET  web:metrics                       -                               n nn nn nnn
POST web:metrics                       -                               m mm mm mmm
GET  web:favicon                       -                               > >> >> >>>  >/static/varv/favicon.svg
POST web:favicon                       -                               m mm mm mmm
GET  web:health                        -                               d dd dd ddd
POST web:health                        -                               m mm mm mmm
GET  web:health_live                   -                               o oo oo ooo
POST web:health_live                   -                               m mm mm mmm
GET  web:desk_backups                  -                               r rf ff ffo
POST web:desk_backups                  -                               r rf ff ffo
GET  web:desk                          -                               r rf ff ooo
POST web:desk                          -                               r rf ff ooo
GET  web:rehearsal                     -                               r rf ff ffn
GET  web:rehearsal                     rehearsing                      r rf ff ffo  link:c mail:c
POST web:rehearsal                     -                               r rf ff ffn
POST web:rehearsal                     rehearsing                      r rf ff ffo  link:c mail:c
GET  web:rehearsal_planned             -                               r rf ff ffn
GET  web:rehearsal_planned             rehearsing                      r rf ff ffn
POST web:rehearsal_planned             -                               r rf ff ffn
POST web:rehearsal_planned             rehearsing                      r rf ff ffn
GET  web:rehearsal_step                -                               r rf ff ffm
POST web:rehearsal_step                -                               r rf ff ffn
POST web:rehearsal_step                rehearsing                      r rf ff ffi  link:c mail:c
GET  web:rehearsal_start_over          -                               r rf ff ffn
GET  web:rehearsal_start_over          rehearsing                      r rf ff ffo
POST web:rehearsal_start_over          -                               r rf ff ffn
POST web:rehearsal_start_over          rehearsing                      r rf ff ff>  >web:rehearsal
GET  web:api_docs                      -                               o oo oo ooo
POST web:api_docs                      -                               o oo oo ooo

# Signing in and out

GET  account_login                     -                               o o> >> >>>  >people:after_sign_in
POST account_login                     -                               i i> >> >>>  >people:after_sign_in
GET  account_request_login_code        -                               o o> >> >>>  >people:after_sign_in
POST account_request_login_code        -                               i i> >> >>>  >people:after_sign_in
GET  account_confirm_login_code        -                               > >. .. ...  >account_login
GET  account_confirm_login_code        -                               . .> >> >>>  >people:after_sign_in
POST account_confirm_login_code        -                               > >. .. ...  >account_login
POST account_confirm_login_code        -                               . .> >> >>>  >people:after_sign_in
GET  account_logout                    -                               > >o oo ooo  >web:home
POST account_logout                    -                               > >> >> >>>  >web:home

# Choosing a language

GET  set_language                      -                               > >> >> >>>  >web:home
GET  set_language                      away                            > >> >> >>>  >web:home
GET  set_language                      to English                      > >> >> >>>  >web:about
POST set_language                      -                               > >> >> >>>  >web:home
POST set_language                      away                            > >> >> >>>  >web:home
POST set_language                      to English                      > >> >> >>>  >web:about

# Consultations: the desk of incoming e-mail

GET  consultation:desk_mails           -                               r rf ff foo  mail:nc
POST consultation:desk_mails           -                               m mm mm mmm
GET  consultation:desk_mail            waiting, ignored, doubled incoming  r rf ff foo  mail:nc
GET  consultation:desk_mail            sorted incoming                 r rf ff foo
GET  consultation:desk_mail            no incoming                     r rf ff fnn
POST consultation:desk_mail            sorted incoming                 m mm mm mmm
GET  consultation:desk_mail_sort       waiting incoming                m mm mm mmm
POST consultation:desk_mail_sort       waiting incoming                r rf ff ffi  mail:c
POST consultation:desk_mail_sort       sorted incoming                 r rf ff ff>  >consultation:desk_mail
POST consultation:desk_mail_sort       no incoming                     r rf ff ffn
GET  consultation:desk_mail_aside      waiting incoming                m mm mm mmm
POST consultation:desk_mail_aside      waiting incoming                r rf ff ffi  mail:c
POST consultation:desk_mail_aside      sorted incoming                 r rf ff ff>  >consultation:desk_mail
POST consultation:desk_mail_aside      no incoming                     r rf ff ffn
GET  consultation:desk_mail_double     waiting incoming                m mm mm mmm
POST consultation:desk_mail_double     waiting incoming                r rf ff ffi  mail:c
POST consultation:desk_mail_double     sorted incoming                 r rf ff ff>  >consultation:desk_mail
POST consultation:desk_mail_double     no incoming                     r rf ff ffn
GET  consultation:desk_mail_again      ignored incoming                m mm mm mmm
POST consultation:desk_mail_again      any incoming                    r rf ff ff>  >consultation:desk_mail
POST consultation:desk_mail_again      no incoming                     r rf ff ffn
GET  files:download                    original of mail                n nn nn noo  mail:nc

# People: my page's links, lookup, the staff, organisations

GET  people:after_sign_in              -                               > >> >> ...  >web:my
GET  people:after_sign_in              -                               . .. .. >>>  >web:desk
POST people:after_sign_in              -                               > >> >> ...  >web:my
POST people:after_sign_in              -                               . .. .. >>>  >web:desk
GET  people:sign_in_once               any invitation                  o oo oo ooo
POST people:sign_in_once               open invitation                 > >> >> >>>  >people:after_sign_in
POST people:sign_in_once               dead invitation                 g gg gg ggg
GET  people:new_link                   -                               o oo oo ooo
POST people:new_link                   -                               i ii ii iii
GET  people:new_link_sent              -                               o oo oo ooo
POST people:new_link_sent              -                               o oo oo ooo
GET  people:my_link                    own link                        > >> oo ooo  >web:my
GET  people:my_link                    dead link                       g gg gg ggg
POST people:my_link                    own link                        > >> >> >>>  >web:my
POST people:my_link                    dead link                       g gg gg ggg
GET  people:organisation_lookup        checked name                    o oo oo ooo
GET  people:organisation_lookup        unchecked name                  o oo oo ooo
POST people:organisation_lookup        -                               m mm mm mmm
GET  people:organisation_details       checked name                    o oo oo ooo
GET  people:organisation_details       unchecked name                  o oo oo ooo
POST people:organisation_details       -                               m mm mm mmm
GET  people:my_data                    -                               u oo oo ooo  mail:la needs:la message:la
POST people:my_data                    -                               m mm mm mmm
GET  people:my_data_file               -                               m mm mm mmm
POST people:my_data_file               -                               u oo oo ooo  mail:la needs:la message:la
GET  people:my_data_ask                -                               u oo oo ooo
POST people:my_data_ask                -                               u ii ii iii
GET  people:desk_person_copy           person                          m mm mm mmm
POST people:desk_person_copy           person                          r rf ff ffo  mail:c message:c needs:c
POST people:desk_person_copy           erased person                   r rf ff ffn
POST people:desk_person_copy           no person                       r rf ff ffn
GET  people:desk_person_answer         request                         r rf ff ffo
GET  people:desk_person_answer         no request                      r rf ff ffn
POST people:desk_person_answer         request                         r rf ff ffi
POST people:desk_person_answer         no request                      r rf ff ffn
GET  people:desk_staff                 -                               r rf ff ooo
POST people:desk_staff                 -                               r rf ff ooo
GET  people:desk_invite                -                               r rf ff ffo
POST people:desk_invite                -                               r rf ff ffi
GET  people:desk_role                  person                          r rf ff ffn
GET  people:desk_role                  erased person                   r rf ff ffn
GET  people:desk_role                  no person                       r rf ff ffn
GET  people:desk_role                  member                          r rf ff ffo
POST people:desk_role                  person                          r rf ff ffn
POST people:desk_role                  erased person                   r rf ff ffn
POST people:desk_role                  no person                       r rf ff ffn
POST people:desk_role                  member                          r rf ff ffi
GET  people:desk_remove                person                          r rf ff ffn
GET  people:desk_remove                erased person                   r rf ff ffn
GET  people:desk_remove                no person                       r rf ff ffn
GET  people:desk_remove                member                          r rf ff ffo
POST people:desk_remove                person                          r rf ff ffn
POST people:desk_remove                erased person                   r rf ff ffn
POST people:desk_remove                no person                       r rf ff ffn
POST people:desk_remove                member                          r rf ff ff>  >people:desk_staff
GET  people:desk_people                -                               r rf ff ffo  mail:c
POST people:desk_people                -                               m mm mm mmm
GET  people:desk_person                person                          r rf ff ffo  mail:c
GET  people:desk_person                erased person                   r rf ff ffn
GET  people:desk_person                no person                       r rf ff ffn
POST people:desk_person                person                          m mm mm mmm
GET  people:desk_person_export         person                          m mm mm mmm
POST people:desk_person_export         person                          r rf ff ffo  mail:c message:c needs:c
POST people:desk_person_export         erased person                   r rf ff ffn
POST people:desk_person_export         no person                       r rf ff ffn
GET  people:desk_person_erase          person                          r rf ff ffo
GET  people:desk_person_erase          erased person                   r rf ff ffn
GET  people:desk_person_erase          no person                       r rf ff ffn
POST people:desk_person_erase          person                          r rf ff ff>  >people:desk_people
POST people:desk_person_erase          erased person                   r rf ff ffn
POST people:desk_person_erase          no person                       r rf ff ffn
GET  people:desk_organisations         -                               r rf ff ooo  unchecked:rnc
POST people:desk_organisations         -                               r rf ff ooo  unchecked:rnc
GET  people:desk_organisation          checked organisation            r rf ff ooo  mail:nc
GET  people:desk_organisation          unchecked organisation          r rf ff ooo  unchecked:rnc
GET  people:desk_organisation          no organisation                 r rf ff nnn
POST people:desk_organisation          checked organisation            r rf ff fii  mail:nc
POST people:desk_organisation          unchecked organisation          r rf ff fii  unchecked:nc
POST people:desk_organisation          no organisation                 r rf ff nnn
GET  people:desk_organisation_check    checked organisation            m mm mm mmm
POST people:desk_organisation_check    any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_organisation_check    no organisation                 r rf ff fnn
GET  people:desk_add_name              checked organisation            m mm mm mmm
POST people:desk_add_name              checked organisation            r rf ff fii  mail:nc
POST people:desk_add_name              unchecked organisation          r rf ff fii  unchecked:nc
POST people:desk_add_name              no organisation                 r rf ff fnn
GET  people:desk_remove_name           checked organisation            m mm mm mmm
POST people:desk_remove_name           any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_remove_name           no organisation                 r rf ff fnn
GET  people:desk_add_representative    checked organisation            m mm mm mmm
POST people:desk_add_representative    checked organisation            r rf ff fii  mail:nc
POST people:desk_add_representative    unchecked organisation          r rf ff fii  unchecked:nc
POST people:desk_add_representative    no organisation                 r rf ff fnn
GET  people:desk_end_representation    checked organisation            m mm mm mmm
POST people:desk_end_representation    any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_end_representation    no organisation                 r rf ff fnn
GET  people:desk_organisation          checked merged one              r rf ff >>>  >people:desk_organisation
POST people:desk_organisation          checked merged one              r rf ff >>>  >people:desk_organisation
GET  people:desk_organisation_history  checked organisation            r rf ff ooo
GET  people:desk_organisation_history  unchecked organisation          r rf ff ooo  unchecked:rnc
GET  people:desk_organisation_history  checked merged one              r rf ff >>>  >people:desk_organisation_history
GET  people:desk_organisation_history  no organisation                 r rf ff nnn
POST people:desk_organisation_history  checked organisation            m mm mm mmm
GET  people:desk_retract_place         checked organisation            m mm mm mmm
POST people:desk_retract_place         any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_retract_place         no organisation                 r rf ff fnn
GET  people:desk_organisation_same_as  checked organisation            r rf ff foo
GET  people:desk_organisation_same_as  unchecked organisation          r rf ff foo  unchecked:nc
GET  people:desk_organisation_same_as  no organisation                 r rf ff fnn
POST people:desk_organisation_same_as  checked organisation            r rf ff fii
POST people:desk_organisation_same_as  unchecked organisation          r rf ff fii  unchecked:nc
POST people:desk_organisation_same_as  no organisation                 r rf ff fnn
GET  people:desk_organisation_compare  checked organisation            r rf ff ooo  mail:nc
GET  people:desk_organisation_compare  unchecked organisation          r rf ff ooo  unchecked:rnc
GET  people:desk_organisation_compare  checked merged one              r rf ff >>>  >people:desk_organisation
GET  people:desk_organisation_compare  no organisation                 r rf ff nnn
POST people:desk_organisation_compare  checked organisation            m mm mm mmm
GET  people:desk_organisation_merge    checked organisation            m mm mm mmm
POST people:desk_organisation_merge    any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_organisation_merge    no organisation                 r rf ff fnn
GET  people:desk_organisation_dismiss  checked organisation            m mm mm mmm
POST people:desk_organisation_dismiss  any organisation                r rf ff f>>  >people:desk_doubles
POST people:desk_organisation_dismiss  no organisation                 r rf ff fnn
GET  people:desk_undo_merge            checked organisation            m mm mm mmm
POST people:desk_undo_merge            any organisation                r rf ff f>>  >people:desk_organisation
POST people:desk_undo_merge            no organisation                 r rf ff fnn
GET  people:desk_organisation_lookup   checked name                    r rf ff ooo
GET  people:desk_organisation_lookup   unchecked name                  r rf ff ooo  unchecked:rnc
POST people:desk_organisation_lookup   -                               m mm mm mmm
GET  people:desk_doubles               -                               r rf ff ooo
POST people:desk_doubles               -                               m mm mm mmm
GET  people:desk_list                  -                               r rf ff foo
POST people:desk_list                  -                               r rf ff fii
GET  people:desk_list_template         -                               r rf ff foo
POST people:desk_list_template         -                               m mm mm mmm
GET  people:desk_list_export           -                               r rf ff foo
POST people:desk_list_export           -                               m mm mm mmm
GET  people:desk_list_check            list                            r rf ff fno
GET  people:desk_list_check            no list                         r rf ff fnn
POST people:desk_list_check            list                            m mm mm mmm
GET  people:desk_list_enter            list                            m mm mm mmm
POST people:desk_list_enter            list                            r rf ff fn>  >people:desk_organisations
POST people:desk_list_enter            no list                         r rf ff fnn
GET  people:desk_list_drop             list                            m mm mm mmm
POST people:desk_list_drop             list                            r rf ff fn>  >people:desk_list
POST people:desk_list_drop             no list                         r rf ff fnn

# Masking, keeping and disposal

GET  registry:desk_maskings            -                               r rf ff ffo
POST registry:desk_maskings            -                               m mm mm mmm
GET  registry:desk_masking             masking                         r rf ff ffo
GET  registry:desk_masking             no masking                      r rf ff ffn
POST registry:desk_masking             masking                         m mm mm mmm
GET  registry:desk_masking_original    masking                         m mm mm mmm
POST registry:desk_masking_original    masking                         r rf ff ffo  masked:c
POST registry:desk_masking_original    no masking                      r rf ff ffn
GET  registry:desk_masking_file        masking                         r rf ff ffo
GET  registry:desk_masking_file        no masking                      r rf ff ffn
POST registry:desk_masking_file        masking                         m mm mm mmm
GET  registry:desk_masking_lift        masking                         m mm mm mmm
POST registry:desk_masking_lift        masking                         r rf ff ffi
POST registry:desk_masking_lift        no masking                      r rf ff ffn
GET  registry:desk_masking_choose      maskable record                 r rf ff ffo
GET  registry:desk_masking_choose      no maskable record              r rf ff ffn
POST registry:desk_masking_choose      maskable record                 m mm mm mmm
GET  registry:desk_masking_new         maskable record                 r rf ff ffo
GET  registry:desk_masking_new         no maskable record              r rf ff ffn
POST registry:desk_masking_new         maskable record                 r rf ff ffi
POST registry:desk_masking_new         no maskable record              r rf ff ffn
GET  files:download                    masked file                     n nn nn nnn
GET  registry:desk_keeping             -                               r rf ff foo
POST registry:desk_keeping             -                               m mm mm mmm
GET  registry:desk_keeping_rule        rule                            r rf ff foo
GET  registry:desk_keeping_rule        no rule                         r rf ff fnn
POST registry:desk_keeping_rule        rule                            r rf ff foi
POST registry:desk_keeping_rule        no rule                         r rf ff fnn
GET  registry:desk_keeping_time        rule                            r rf ff ffo
GET  registry:desk_keeping_time        no rule                         r rf ff ffn
POST registry:desk_keeping_time        rule                            r rf ff ffi
POST registry:desk_keeping_time        no rule                         r rf ff ffn
GET  registry:desk_disposal_new        -                               r rf ff ffo
POST registry:desk_disposal_new        -                               r rf ff ffi
GET  registry:desk_disposal_decision   disposal decision               r rf ff foo
GET  registry:desk_disposal_decision   no disposal decision            r rf ff fnn
POST registry:desk_disposal_decision   disposal decision               m mm mm mmm

# Where I am signed in, my second factor, the identity provider (none is set up here)

GET  people:sessions                   -                               > .. .. ...  >web:my
GET  people:sessions                   -                               . oo oo ooo
POST people:sessions                   -                               m mm mm mmm
GET  people:end_session                browser                         m mm mm mmm
POST people:end_session                browser                         > .. nn nnn  >web:my
POST people:end_session                browser                         . >. .. ...  >web:home
POST people:end_session                browser                         . .> .. ...  >people:sessions
POST people:end_session                no browser                      > .. .. ...  >web:my
POST people:end_session                no browser                      . nn nn nnn
GET  people:end_all_sessions           -                               m mm mm mmm
POST people:end_all_sessions           -                               > .. .. ...  >web:my
POST people:end_all_sessions           -                               . >> >> >>>  >web:home
GET  people:second_factor              -                               r rf ff ooo
POST people:second_factor              -                               r rf ff >>>  >people:second_factor
GET  people:recovery_codes             -                               r rf ff >>>  >people:second_factor
POST people:recovery_codes             -                               r rf ff >>>  >people:prove
GET  people:prove                      -                               r rf ff >>>  >people:second_factor
POST people:prove                      -                               r rf ff >>>  >people:second_factor
GET  people:remove_second_factor       -                               m mm mm mmm
POST people:remove_second_factor       -                               r rf ff >>>  >people:second_factor
GET  people:provider                   -                               n nn nn nnn
POST people:provider                   -                               m mm mm mmm
GET  people:provider_callback          -                               n nn nn nnn
POST people:provider_callback          -                               m mm mm mmm
GET  mfa_authenticate                  -                               > >. .. ...  >account_login
GET  mfa_authenticate                  -                               . .> >> >>>  >people:after_sign_in
POST mfa_authenticate                  -                               > >. .. ...  >account_login
POST mfa_authenticate                  -                               . .> >> >>>  >people:after_sign_in
GET  people:desk_second_factor         member                          r rf ff ffo
GET  people:desk_second_factor         person                          r rf ff ffn
POST people:desk_second_factor         member                          r rf ff ffi
POST people:desk_second_factor         person                          r rf ff ffn

# The register: cases, records, messages, texts, the log

GET  registry:desk_cases               -                               r rf ff ooo
POST registry:desk_cases               -                               m mm mm mmm
GET  registry:desk_case                case                            r rf ff ooo  record:nc input:nc inputtext:nc inputname:nc mail:nc
GET  registry:desk_case                no case                         r rf ff nnn
POST registry:desk_case                case                            m mm mm mmm
GET  registry:desk_case_number         case                            r rf ff ffo
GET  registry:desk_case_number         no case                         r rf ff ffn
POST registry:desk_case_number         case                            r rf ff ff>  >registry:desk_case
POST registry:desk_case_number         no case                         r rf ff ffn
GET  registry:desk_record_new          case                            r rf ff ffo
GET  registry:desk_record_new          no case                         r rf ff ffn
POST registry:desk_record_new          case                            r rf ff ffi
POST registry:desk_record_new          no case                         r rf ff ffn
GET  registry:desk_record              record                          r rf ff foo  record:nc
GET  registry:desk_record              no record                       r rf ff fnn
POST registry:desk_record              record                          m mm mm mmm
GET  registry:desk_record_number       record                          r rf ff ffo
GET  registry:desk_record_number       no record                       r rf ff ffn
POST registry:desk_record_number       record                          r rf ff ff>  >registry:desk_record
POST registry:desk_record_number       no record                       r rf ff ffn
GET  registry:desk_record_secrecy      record                          r rf ff ffo
GET  registry:desk_record_secrecy      no record                       r rf ff ffn
POST registry:desk_record_secrecy      record                          r rf ff ffi
POST registry:desk_record_secrecy      no record                       r rf ff ffn
GET  registry:desk_record_secrecy_lift record                          m mm mm mmm
POST registry:desk_record_secrecy_lift record                          r rf ff ffi
POST registry:desk_record_secrecy_lift no record                       r rf ff ffn
GET  registry:desk_export              -                               r rf ff ffo
POST registry:desk_export              -                               r rf ff ffi
GET  registry:desk_export_list         -                               m mm mm mmm
POST registry:desk_export_list         -                               r rf ff ffo
GET  registry:desk_export_package      -                               m mm mm mmm
POST registry:desk_export_package      -                               r rf ff ffo
GET  registry:desk_numbers             -                               r rf ff ffo
POST registry:desk_numbers             -                               r rf ff ffi

# The public register: that records exist, never what they say or who wrote them

GET  registry:register                 -                               o oo oo ooo
POST registry:register                 -                               m mm mm mmm
GET  registry:register_case            case                            o oo oo ooo
GET  registry:register_case            no case                         n nn nn nnn
POST registry:register_case            case                            m mm mm mmm
GET  registry:register_record          record                          o oo oo ooo
GET  registry:register_record          no record                       n nn nn nnn
POST registry:register_record          record                          m mm mm mmm

GET  registry:desk_messages            -                               r rf ff ffo  mail:c
POST registry:desk_messages            -                               m mm mm mmm
GET  registry:desk_message             any message                     r rf ff ffo
GET  registry:desk_message             no message                      r rf ff ffn
POST registry:desk_message             queued message                  m mm mm mmm
GET  registry:desk_message_cancel      queued message                  m mm mm mmm
POST registry:desk_message_cancel      any message                     r rf ff ff>  >registry:desk_message
POST registry:desk_message_cancel      no message                      r rf ff ffn
GET  registry:desk_message_retry       queued message                  m mm mm mmm
POST registry:desk_message_retry       any message                     r rf ff ff>  >registry:desk_message
POST registry:desk_message_retry       no message                      r rf ff ffn
GET  registry:desk_texts               -                               r rf ff foo
POST registry:desk_texts               -                               m mm mm mmm
GET  registry:desk_text                mail text                       r rf ff ffo
GET  registry:desk_text                no mail text                    r rf ff ffn
POST registry:desk_text                mail text                       r rf ff ffi
POST registry:desk_text                no mail text                    r rf ff ffn
GET  registry:desk_text_preview        mail text                       m mm mm mmm
POST registry:desk_text_preview        mail text                       r rf ff ffo
POST registry:desk_text_preview        no mail text                    r rf ff ffn
GET  registry:desk_text_restore        mail text                       m mm mm mmm
POST registry:desk_text_restore        mail text                       r rf ff ff>  >registry:desk_text
POST registry:desk_text_restore        no mail text                    r rf ff ffn
GET  registry:desk_log                 -                               r rf ff foo  memo:nc unchecked:nc
POST registry:desk_log                 -                               m mm mm mmm

# Stored files

GET  files:download                    file                            n nn nn noo
GET  files:download                    no file                         n nn nn nnn
POST files:download                    file                            m mm mm mmm

# Bodies

GET  bodies:bodies                     -                               o oo oo ooo
POST bodies:bodies                     -                               m mm mm mmm
GET  bodies:body                       body                            o oo oo ooo
GET  bodies:body                       no body                         n nn nn nnn
POST bodies:body                       body                            m mm mm mmm
GET  bodies:desk_bodies                -                               r rf ff ooo
POST bodies:desk_bodies                -                               m mm mm mmm
GET  bodies:desk_body_new              -                               r rf ff ffo
POST bodies:desk_body_new              -                               r rf ff ffo
GET  bodies:desk_body                  body                            r rf ff ooo
GET  bodies:desk_body                  no body                         r rf ff nnn
POST bodies:desk_body                  body                            m mm mm mmm
GET  bodies:desk_seat_new              body                            r rf ff ffo
GET  bodies:desk_seat_new              no body                         r rf ff ffn
POST bodies:desk_seat_new              body                            r rf ff ffo
POST bodies:desk_seat_new              no body                         r rf ff ffn
GET  bodies:desk_decision_new          body                            r rf ff ffo
GET  bodies:desk_decision_new          no body                         r rf ff ffn
POST bodies:desk_decision_new          body                            r rf ff ffo
POST bodies:desk_decision_new          no body                         r rf ff ffn
GET  bodies:desk_seat_end              seat                            r rf ff ffo
GET  bodies:desk_seat_end              no seat                         r rf ff ffn
POST bodies:desk_seat_end              seat                            r rf ff ffo
POST bodies:desk_seat_end              no seat                         r rf ff ffn

# The process: areas, steps, interest

GET  cycles:programme                  -                               o oo oo ooo  draftword:rnc
POST cycles:programme                  -                               m mm mm mmm
GET  cycles:areas                      -                               o oo oo ooo
POST cycles:areas                      -                               m mm mm mmm
GET  cycles:area                       active area                     o oo oo ooo  draft:rnc
GET  cycles:area                       retired area                    o oo oo ooo
GET  cycles:area                       no area                         n nn nn nnn
POST cycles:area                       active area                     m mm mm mmm
GET  cycles:area_history               any area                        o oo oo ooo
GET  cycles:area_history               no area                         n nn nn nnn
POST cycles:area_history               active area                     m mm mm mmm
GET  cycles:area_step                  any area                        o oo oo ooo
GET  cycles:area_step                  no area                         n nn nn nnn
POST cycles:area_step                  active area                     m mm mm mmm
GET  cycles:frame                      -                               o oo oo ooo
POST cycles:frame                      -                               m mm mm mmm
GET  cycles:interest                   -                               o oo oo ooo
POST cycles:interest                   -                               i ii ii iii
GET  cycles:interest_thanks            -                               o oo oo ooo
POST cycles:interest_thanks            -                               m mm mm mmm
GET  cycles:withdraw_interest          interest                        n oo nn nnn
GET  cycles:withdraw_interest          no interest                     n nn nn nnn
POST cycles:withdraw_interest          interest                        n >> nn nnn  >web:my
POST cycles:withdraw_interest          no interest                     n nn nn nnn
GET  cycles:desk_areas                 -                               r rf ff ooo
POST cycles:desk_areas                 -                               m mm mm mmm
GET  cycles:desk_area_new              -                               r rf ff ffo
POST cycles:desk_area_new              -                               r rf ff ffo
GET  cycles:desk_areas_merge           -                               r rf ff ffo
POST cycles:desk_areas_merge           -                               r rf ff ffo
GET  cycles:desk_area                  active area                     r rf ff ooo  draft:rnc
GET  cycles:desk_area                  retired area                    r rf ff ooo
GET  cycles:desk_area                  no area                         r rf ff nnn
POST cycles:desk_area                  active area                     r rf ff ffo  draft:c
POST cycles:desk_area                  retired area                    r rf ff ffo
POST cycles:desk_area                  no area                         r rf ff nnn
GET  cycles:desk_area_split            active area                     r rf ff ffo
GET  cycles:desk_area_split            retired area                    r rf ff ffn
GET  cycles:desk_area_split            no area                         r rf ff ffn
POST cycles:desk_area_split            active area                     r rf ff ffi
POST cycles:desk_area_split            retired area                    r rf ff ffn
POST cycles:desk_area_split            no area                         r rf ff ffn
GET  cycles:programme_versions         -                               o oo oo ooo
POST cycles:programme_versions         -                               m mm mm mmm
GET  cycles:programme_version          adopted text                    o oo oo ooo
GET  cycles:programme_version          draft text                      n nn nn nnn
GET  cycles:programme_version          no text                         n nn nn nnn
POST cycles:programme_version          adopted text                    m mm mm mmm
GET  cycles:area_version               adopted wording                 o oo oo ooo  draftword:rnc
GET  cycles:area_version               draft wording                   n nn nn nnn
GET  cycles:area_version               no wording                      n nn nn nnn
POST cycles:area_version               adopted wording                 m mm mm mmm
GET  cycles:versions_export            versions as a file              o oo oo ooo
POST cycles:versions_export            versions as a file              m mm mm mmm
GET  cycles:programme_changes          adopted text as a file          o oo oo ooo
GET  cycles:programme_changes          draft text as a file            n nn nn nnn
POST cycles:programme_changes          adopted text as a file          m mm mm mmm
GET  cycles:area_changes               adopted wording as a file       o oo oo ooo
GET  cycles:area_changes               draft wording as a file         n nn nn nnn
POST cycles:area_changes               adopted wording as a file       m mm mm mmm
GET  cycles:desk_area_draft            active area                     m mm mm mmm
POST cycles:desk_area_draft            active area                     r rf ff ff>  >cycles:desk_version_edit
POST cycles:desk_area_draft            retired area                    r rf ff ffn
POST cycles:desk_area_draft            no area                         r rf ff ffn
GET  cycles:desk_programme             -                               r rf ff ooo  draftword:rnc
POST cycles:desk_programme             -                               m mm mm mmm
GET  cycles:desk_programme_draft       -                               m mm mm mmm
POST cycles:desk_programme_draft       -                               r rf ff ff>  >cycles:desk_version_edit
GET  cycles:desk_version               draft wording                   r rf ff ooo  draftword:rnc
GET  cycles:desk_version               draft text                      r rf ff ooo  draftword:rnc
GET  cycles:desk_version               adopted wording                 r rf ff ooo  draftword:rnc
GET  cycles:desk_version               no wording                      r rf ff nnn
POST cycles:desk_version               draft wording                   m mm mm mmm
GET  cycles:desk_version_edit          draft wording                   r rf ff ffo  draftword:c
GET  cycles:desk_version_edit          draft text                      r rf ff ffo  draftword:c
GET  cycles:desk_version_edit          no wording                      r rf ff ffn
POST cycles:desk_version_edit          draft wording                   r rf ff ffi  draftword:c
POST cycles:desk_version_edit          no wording                      r rf ff ffn
GET  cycles:desk_version_adopt         draft wording                   r rf ff ffo  draftword:c
GET  cycles:desk_version_adopt         no wording                      r rf ff ffn
POST cycles:desk_version_adopt         draft wording                   r rf ff ffi  draftword:c
POST cycles:desk_version_adopt         no wording                      r rf ff ffn
GET  cycles:desk_version_discard       draft wording                   r rf ff ffo  draftword:c
GET  cycles:desk_version_discard       no wording                      r rf ff ffn
POST cycles:desk_version_discard       draft wording                   r rf ff ff>  >cycles:desk_area
POST cycles:desk_version_discard       no wording                      r rf ff ffn
GET  cycles:desk_version_draft         adopted wording                 m mm mm mmm
POST cycles:desk_version_draft         adopted wording                 r rf ff ff>  >cycles:desk_version_edit
POST cycles:desk_version_draft         no wording                      r rf ff ffn
GET  cycles:desk_version_act           draft wording                   m mm mm mmm
POST cycles:desk_version_act           draft wording                   r rf ff ff>  >cycles:desk_version
POST cycles:desk_version_act           no wording                      r rf ff ffn
GET  registry:thread                   adopted tied                    o oo oo ooo  draftword:rnc
GET  registry:thread                   draft tied                      n nn nn ooo  draftword:rnc
GET  registry:thread                   no tied                         n nn nn nnn
POST registry:thread                   adopted tied                    m mm mm mmm
GET  cycles:desk_steps                 -                               r rf ff ooo
POST cycles:desk_steps                 -                               m mm mm mmm
GET  cycles:desk_step                  any step                        r rf ff ooo
GET  cycles:desk_step                  no step                         r rf ff nnn
POST cycles:desk_step                  waiting step                    m mm mm mmm
GET  cycles:desk_step_act              waiting step                    m mm mm mmm
POST cycles:desk_step_act              waiting step                    r rf ff ff>  >cycles:desk_step
POST cycles:desk_step_act              active, done step               r rf ff ffi
POST cycles:desk_step_act              no step                         r rf ff ffn
GET  cycles:desk_lap_new               -                               r rf ff ffo
POST cycles:desk_lap_new               -                               r rf ff ffi
GET  cycles:desk_lap_close             open lap                        m mm mm mmm
POST cycles:desk_lap_close             open lap                        r rf ff ff>  >cycles:desk_steps
POST cycles:desk_lap_close             no lap                          r rf ff ffn
GET  cycles:desk_milestones            -                               r rf ff ooo
POST cycles:desk_milestones            -                               m mm mm mmm
GET  cycles:desk_milestone_new         -                               r rf ff ffo
POST cycles:desk_milestone_new         -                               r rf ff ffo
GET  cycles:desk_milestone             milestone                       r rf ff ooo
GET  cycles:desk_milestone             no milestone                    r rf ff nnn
POST cycles:desk_milestone             milestone                       r rf ff ffo
POST cycles:desk_milestone             no milestone                    r rf ff nnn
GET  cycles:desk_milestone_delete      milestone                       r rf ff ffo
GET  cycles:desk_milestone_delete      no milestone                    r rf ff ffn
POST cycles:desk_milestone_delete      milestone                       r rf ff ff>  >cycles:desk_milestones
POST cycles:desk_milestone_delete      no milestone                    r rf ff ffn
GET  cycles:desk_interests             -                               r rf ff foo  mail:nc message:nc
POST cycles:desk_interests             -                               m mm mm mmm
GET  cycles:desk_interest_new          -                               r rf ff ffo
POST cycles:desk_interest_new          -                               r rf ff ffi
GET  cycles:desk_interests_export      -                               m mm mm mmm
POST cycles:desk_interests_export      -                               r rf ff foo
GET  cycles:step                       kind                            o oo oo ooo
GET  cycles:step                       no kind                         n nn nn nnn
POST cycles:step                       kind                            m mm mm mmm

# Meetings

GET  meetings:meetings                 -                               o oo oo ooo
POST meetings:meetings                 -                               m mm mm mmm
GET  meetings:sign_up                  -                               o oo oo ooo
GET  meetings:sign_up                  any choice                      o oo oo ooo
POST meetings:sign_up                  -                               i ii ii iii
POST meetings:sign_up                  any choice                      i ii ii iii
GET  meetings:signed_up                -                               > >> >> >>>  >meetings:meetings
POST meetings:signed_up                -                               m mm mm mmm
GET  meetings:change_registration      published, closed registration  n oo nn nnn  mail:la needs:la
GET  meetings:change_registration      past, held registration         n nn nn nnn
GET  meetings:change_registration      no registration                 n nn nn nnn
POST meetings:change_registration      published, closed registration  n oo nn nnn  mail:la needs:la
POST meetings:change_registration      past, held registration         n nn nn nnn
POST meetings:change_registration      no registration                 n nn nn nnn
GET  meetings:cancel_registration      published, closed registration  n oo nn nnn
GET  meetings:cancel_registration      past, held registration         n nn nn nnn
GET  meetings:cancel_registration      no registration                 n nn nn nnn
POST meetings:cancel_registration      published, closed registration  n >> nn nnn  >web:my
POST meetings:cancel_registration      past, held registration         n nn nn nnn
POST meetings:cancel_registration      no registration                 n nn nn nnn
GET  meetings:feed                     -                               o oo oo ooo
POST meetings:feed                     -                               m mm mm mmm
GET  meetings:meeting                  draft meeting                   n nn nn nnn
GET  meetings:meeting                  no meeting                      n nn nn nnn
GET  meetings:meeting                  announced meeting               o oo oo ooo
POST meetings:meeting                  draft meeting                   m mm mm mmm
GET  meetings:calendar                 draft meeting                   n nn nn nnn
GET  meetings:calendar                 no meeting                      n nn nn nnn
GET  meetings:calendar                 announced meeting               o oo oo ooo
POST meetings:calendar                 draft meeting                   m mm mm mmm
GET  meetings:desk_meetings            -                               r rf ff ooo  draft:rnc
POST meetings:desk_meetings            -                               m mm mm mmm
GET  meetings:desk_meeting_new         -                               r rf ff ffo
POST meetings:desk_meeting_new         -                               r rf ff ffo
GET  meetings:desk_meeting             draft meeting                   r rf ff ooo  draft:rnc link:c
GET  meetings:desk_meeting             published, past, held meeting   r rf ff ooo  link:c mail:c needs:c
GET  meetings:desk_meeting             cancelled meeting               r rf ff ooo  link:c
GET  meetings:desk_meeting             no meeting                      r rf ff nnn
POST meetings:desk_meeting             draft meeting                   m mm mm mmm
GET  meetings:desk_meeting_edit        draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_meeting_edit        announced meeting               r rf ff ffo
GET  meetings:desk_meeting_edit        no meeting                      r rf ff ffn
POST meetings:desk_meeting_edit        draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_meeting_edit        announced meeting               r rf ff ffo
POST meetings:desk_meeting_edit        no meeting                      r rf ff ffn
GET  meetings:desk_meeting_publish     draft meeting                   m mm mm mmm
POST meetings:desk_meeting_publish     any meeting                     r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_meeting_publish     no meeting                      r rf ff ffn
GET  meetings:desk_meeting_close       draft meeting                   m mm mm mmm
POST meetings:desk_meeting_close       any meeting                     r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_meeting_close       no meeting                      r rf ff ffn
GET  meetings:desk_meeting_reopen      draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_meeting_reopen      announced meeting               r rf ff ffo
GET  meetings:desk_meeting_reopen      no meeting                      r rf ff ffn
POST meetings:desk_meeting_reopen      draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_meeting_reopen      announced meeting               r rf ff ffo
POST meetings:desk_meeting_reopen      no meeting                      r rf ff ffn
GET  meetings:desk_meeting_link        draft meeting                   r rf ff ffo  draft:c link:c
GET  meetings:desk_meeting_link        announced meeting               r rf ff ffo  link:c
GET  meetings:desk_meeting_link        no meeting                      r rf ff ffn
POST meetings:desk_meeting_link        draft meeting                   r rf ff ffo  draft:c link:c
POST meetings:desk_meeting_link        announced meeting               r rf ff ffo  link:c
POST meetings:desk_meeting_link        no meeting                      r rf ff ffn
GET  meetings:desk_meeting_move        draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_meeting_move        announced meeting               r rf ff ffo
GET  meetings:desk_meeting_move        no meeting                      r rf ff ffn
POST meetings:desk_meeting_move        draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_meeting_move        announced meeting               r rf ff ffo
POST meetings:desk_meeting_move        no meeting                      r rf ff ffn
GET  meetings:desk_meeting_cancel      draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_meeting_cancel      announced meeting               r rf ff ffo
GET  meetings:desk_meeting_cancel      no meeting                      r rf ff ffn
POST meetings:desk_meeting_cancel      draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_meeting_cancel      announced meeting               r rf ff ffo
POST meetings:desk_meeting_cancel      no meeting                      r rf ff ffn
GET  meetings:desk_meeting_delete      draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_meeting_delete      announced meeting               r rf ff ffo
GET  meetings:desk_meeting_delete      no meeting                      r rf ff ffn
POST meetings:desk_meeting_delete      draft meeting                   r rf ff ffi  draft:c
POST meetings:desk_meeting_delete      announced meeting               r rf ff ffi
POST meetings:desk_meeting_delete      no meeting                      r rf ff ffn
GET  meetings:desk_participant_new     draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_participant_new     announced meeting               r rf ff ffo
GET  meetings:desk_participant_new     no meeting                      r rf ff ffn
POST meetings:desk_participant_new     draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_participant_new     announced meeting               r rf ff ffo
POST meetings:desk_participant_new     no meeting                      r rf ff ffn
GET  meetings:desk_participant_cancel  draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_participant_cancel  announced meeting               r rf ff ffo
GET  meetings:desk_participant_cancel  no meeting                      r rf ff ffn
POST meetings:desk_participant_cancel  published, closed meeting       r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_participant_cancel  past, held meeting              r rf ff ffi
POST meetings:desk_participant_cancel  no meeting                      r rf ff ffn
GET  meetings:desk_participant_link    draft meeting                   m mm mm mmm
POST meetings:desk_participant_link    any meeting                     r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_participant_link    no meeting                      r rf ff ffn
GET  meetings:desk_participant_called  draft meeting                   m mm mm mmm
POST meetings:desk_participant_called  any meeting                     r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_participant_called  no meeting                      r rf ff ffn
GET  meetings:desk_links_anew          draft meeting                   m mm mm mmm
POST meetings:desk_links_anew          any meeting                     r rf ff ff>  >meetings:desk_meeting
POST meetings:desk_links_anew          no meeting                      r rf ff ffn
GET  meetings:desk_participants_export draft meeting                   m mm mm mmm
POST meetings:desk_participants_export any meeting                     r rf ff ffo
POST meetings:desk_participants_export no meeting                      r rf ff ffn
GET  meetings:desk_guest_list          draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_guest_list          announced meeting               r rf ff ffo
GET  meetings:desk_guest_list          no meeting                      r rf ff ffn
POST meetings:desk_guest_list          draft meeting                   r rf ff ffi  draft:c
POST meetings:desk_guest_list          announced meeting               r rf ff ffi
POST meetings:desk_guest_list          no meeting                      r rf ff ffn
GET  meetings:desk_guest_list_template any meeting                     r rf ff ffo
GET  meetings:desk_guest_list_template no meeting                      r rf ff ffn
POST meetings:desk_guest_list_template draft meeting                   m mm mm mmm
GET  meetings:desk_guest_list_check    any meeting                     r rf ff ff>  >meetings:desk_guest_list
GET  meetings:desk_guest_list_check    no meeting                      r rf ff ffn
POST meetings:desk_guest_list_check    draft meeting                   m mm mm mmm
GET  meetings:desk_guest_list_enter    draft meeting                   m mm mm mmm
POST meetings:desk_guest_list_enter    any meeting                     r rf ff ff>  >meetings:desk_guest_list
POST meetings:desk_guest_list_enter    no meeting                      r rf ff ffn
GET  meetings:desk_attendance          draft meeting                   r rf ff ffo  draft:c
GET  meetings:desk_attendance          announced meeting               r rf ff ffo
GET  meetings:desk_attendance          no meeting                      r rf ff ffn
POST meetings:desk_attendance          draft meeting                   r rf ff ffo  draft:c
POST meetings:desk_attendance          announced meeting               r rf ff ffo
POST meetings:desk_attendance          no meeting                      r rf ff ffn
GET  meetings:desk_minutes             draft meeting                   r rf ff ooo  draft:rnc
GET  meetings:desk_minutes             published, past meeting         r rf ff ooo
GET  meetings:desk_minutes             held meeting                    r rf ff ooo  minutes:c
GET  meetings:desk_minutes             no meeting                      r rf ff nnn
POST meetings:desk_minutes             draft meeting                   r rf ff ffi  draft:c
POST meetings:desk_minutes             announced meeting               r rf ff ffi
POST meetings:desk_minutes             no meeting                      r rf ff nnn
GET  meetings:desk_minutes_publish     draft, published, past meeting  r rf ff ffn
GET  meetings:desk_minutes_publish     no meeting                      r rf ff ffn
GET  meetings:desk_minutes_publish     held meeting                    r rf ff ffo  minutes:c
POST meetings:desk_minutes_publish     draft, published, past meeting  r rf ff ffn
POST meetings:desk_minutes_publish     no meeting                      r rf ff ffn
POST meetings:desk_minutes_publish     held meeting                    r rf ff ff>  >meetings:desk_meeting

# Evidence

GET  reach:reach                       -                               o oo oo ooo
POST reach:reach                       -                               m mm mm mmm
GET  reach:export                      figures as CSV                  o oo oo ooo
GET  reach:export                      figures as text                 n nn nn nnn
POST reach:export                      figures as CSV                  m mm mm mmm
GET  reach:desk_reach                  -                               r rf ff ooo
POST reach:desk_reach                  -                               m mm mm mmm
GET  reach:desk_export                 figures as CSV                  r rf ff ooo
GET  reach:desk_export                 figures as text                 r rf ff nnn
POST reach:desk_export                 figures as CSV                  m mm mm mmm
GET  api:reach_sources                 -                               o oo oo ooo
POST api:reach_sources                 -                               m mm mm mmm
GET  api:reach_figures                 counted source                  o oo oo ooo
GET  api:reach_figures                 no counted source               n nn nn nnn
POST api:reach_figures                 counted source                  m mm mm mmm
GET  analysis:all_evidence             -                               o oo oo ooo
POST analysis:all_evidence             -                               m mm mm mmm
GET  analysis:evidence                 evidence                        o oo oo ooo
GET  analysis:evidence                 no evidence                     n nn nn nnn
POST analysis:evidence                 evidence                        m mm mm mmm
GET  analysis:desk_evidence            -                               r rf ff ooo
POST analysis:desk_evidence            -                               m mm mm mmm
GET  analysis:desk_evidence_new        -                               r rf ff foo
POST analysis:desk_evidence_new        -                               r rf ff fii
GET  analysis:desk_evidence_edit       evidence                        r rf ff foo
GET  analysis:desk_evidence_edit       no evidence                     r rf ff fnn
POST analysis:desk_evidence_edit       evidence                        r rf ff fii
POST analysis:desk_evidence_edit       no evidence                     r rf ff fnn
GET  analysis:desk_evidence_withdraw   evidence                        r rf ff foo
GET  analysis:desk_evidence_withdraw   no evidence                     r rf ff fnn
POST analysis:desk_evidence_withdraw   evidence                        r rf ff foo
POST analysis:desk_evidence_withdraw   no evidence                     r rf ff fnn
GET  analysis:desk_evidence_restore    evidence                        m mm mm mmm
POST analysis:desk_evidence_restore    evidence                        r rf ff f>>  >analysis:desk_evidence
POST analysis:desk_evidence_restore    no evidence                     r rf ff fnn

# Claims, and what is cited on them

GET  analysis:claims                   -                               o oo oo ooo
POST analysis:claims                   -                               m mm mm mmm
GET  analysis:claim                    claim                           o oo oo ooo
GET  analysis:claim                    no claim                        n nn nn nnn
POST analysis:claim                    claim                           m mm mm mmm
GET  analysis:desk_claims              -                               r rf ff ooo
POST analysis:desk_claims              -                               m mm mm mmm
GET  analysis:desk_claim               claim                           r rf ff ooo
GET  analysis:desk_claim               no claim                        r rf ff nnn
POST analysis:desk_claim               claim                           m mm mm mmm
GET  analysis:desk_claim_new           -                               r rf ff foo
POST analysis:desk_claim_new           -                               r rf ff foo
GET  analysis:desk_claim_edit          claim                           r rf ff foo
GET  analysis:desk_claim_edit          no claim                        r rf ff fnn
POST analysis:desk_claim_edit          claim                           r rf ff foo
POST analysis:desk_claim_edit          no claim                        r rf ff fnn
GET  analysis:desk_claim_cite          claim                           r rf ff foo  finding:nc
GET  analysis:desk_claim_cite          no claim                        r rf ff fnn
POST analysis:desk_claim_cite          claim                           r rf ff foo  finding:nc
POST analysis:desk_claim_cite          no claim                        r rf ff fnn
GET  analysis:desk_claim_remove        claim                           r rf ff foo
GET  analysis:desk_claim_remove        no claim                        r rf ff fnn
POST analysis:desk_claim_remove        claim                           r rf ff f>>  >analysis:desk_claims
POST analysis:desk_claim_remove        no claim                        r rf ff fnn
GET  analysis:desk_citation_remove     citation                        m mm mm mmm
POST analysis:desk_citation_remove     citation                        r rf ff f>>  >analysis:desk_claim
POST analysis:desk_citation_remove     no citation                     r rf ff fnn

# SWOT: partners (the actor is one) vote on the board; nobody else does, staff neither

GET  analysis:swot                     swot                            o oo oo ooo
GET  analysis:swot                     no swot                         n nn nn nnn
POST analysis:swot                     swot                            m mm mm mmm
GET  analysis:swot_version             swot                            o oo oo ooo
GET  analysis:swot_version             no swot                         n nn nn nnn
POST analysis:swot_version             swot                            m mm mm mmm
GET  analysis:swot_board               swot                            o oo oo ooo
GET  analysis:swot_board               no swot                         n nn nn nnn
POST analysis:swot_board               swot                            o oo oo ooo
POST analysis:swot_board               no swot                         n nn nn nnn
GET  analysis:swot_vote                swot item                       m mm mm mmm
POST analysis:swot_vote                swot item                       n >> nn nnn  >analysis:swot_board
POST analysis:swot_vote                no swot item                    n nn nn nnn
GET  analysis:desk_swot                -                               r rf ff ooo
POST analysis:desk_swot                -                               m mm mm mmm
GET  analysis:desk_swot_board          swot                            r rf ff ooo
GET  analysis:desk_swot_board          no swot                         r rf ff nnn
POST analysis:desk_swot_board          swot                            m mm mm mmm
GET  analysis:desk_swot_open           swot                            r rf ff foo
GET  analysis:desk_swot_open           no swot                         r rf ff fnn
POST analysis:desk_swot_open           swot                            r rf ff foo
POST analysis:desk_swot_open           no swot                         r rf ff fnn
GET  analysis:desk_swot_close          swot                            m mm mm mmm
POST analysis:desk_swot_close          swot                            r rf ff f>>  >analysis:desk_swot_board
POST analysis:desk_swot_close          no swot                         r rf ff fnn
GET  analysis:desk_swot_new            swot                            r rf ff foo
GET  analysis:desk_swot_new            no swot                         r rf ff fnn
POST analysis:desk_swot_new            swot                            r rf ff foo
POST analysis:desk_swot_new            no swot                         r rf ff fnn
GET  analysis:desk_swot_adopt          swot                            r rf ff ffo
GET  analysis:desk_swot_adopt          no swot                         r rf ff ffn
POST analysis:desk_swot_adopt          swot                            r rf ff ffo
POST analysis:desk_swot_adopt          no swot                         r rf ff ffn
GET  analysis:desk_swot_item           swot item                       r rf ff foo
GET  analysis:desk_swot_item           no swot item                    r rf ff fnn
POST analysis:desk_swot_item           swot item                       r rf ff foo
POST analysis:desk_swot_item           no swot item                    r rf ff fnn
GET  analysis:desk_swot_cite           swot item                       r rf ff foo  finding:nc
GET  analysis:desk_swot_cite           no swot item                    r rf ff fnn
POST analysis:desk_swot_cite           swot item                       r rf ff foo  finding:nc
POST analysis:desk_swot_cite           no swot item                    r rf ff fnn
GET  analysis:desk_swot_let_in         swot item                       m mm mm mmm
POST analysis:desk_swot_let_in         swot item                       r rf ff f>>  >analysis:desk_swot_board
POST analysis:desk_swot_let_in         no swot item                    r rf ff fnn
GET  analysis:desk_swot_turn_down      swot item                       r rf ff foo
GET  analysis:desk_swot_turn_down      no swot item                    r rf ff fnn
POST analysis:desk_swot_turn_down      swot item                       r rf ff foo
POST analysis:desk_swot_turn_down      no swot item                    r rf ff fnn
GET  analysis:desk_swot_keep           adopted line                    r rf ff foo
GET  analysis:desk_swot_keep           no adopted line                 r rf ff fnn
POST analysis:desk_swot_keep           adopted line                    r rf ff foo
POST analysis:desk_swot_keep           no adopted line                 r rf ff fnn

# Assets, and the criteria

GET  analysis:assets                   -                               o oo oo ooo
POST analysis:assets                   -                               m mm mm mmm
GET  analysis:asset                    asset                           o oo oo ooo
GET  analysis:asset                    no asset                        n nn nn nnn
POST analysis:asset                    asset                           m mm mm mmm
GET  analysis:desk_assets              -                               r rf ff ooo
POST analysis:desk_assets              -                               m mm mm mmm
GET  analysis:desk_asset_new           -                               r rf ff foo
POST analysis:desk_asset_new           -                               r rf ff foo
GET  analysis:desk_asset               asset                           r rf ff foo
GET  analysis:desk_asset               no asset                        r rf ff fnn
POST analysis:desk_asset               asset                           r rf ff foo
POST analysis:desk_asset               no asset                        r rf ff fnn
GET  analysis:desk_asset_remove        asset                           r rf ff foo
GET  analysis:desk_asset_remove        no asset                        r rf ff fnn
POST analysis:desk_asset_remove        asset                           r rf ff f>>  >analysis:desk_assets
POST analysis:desk_asset_remove        no asset                        r rf ff fnn
GET  analysis:desk_asset_list          -                               r rf ff foo
POST analysis:desk_asset_list          -                               r rf ff fii
GET  analysis:desk_asset_list_template -                               r rf ff foo
POST analysis:desk_asset_list_template -                               m mm mm mmm
GET  analysis:desk_asset_list_export   -                               r rf ff foo
POST analysis:desk_asset_list_export   -                               m mm mm mmm
GET  analysis:desk_asset_list_check    asset list                      r rf ff fno
GET  analysis:desk_asset_list_check    no asset list                   r rf ff fnn
POST analysis:desk_asset_list_check    asset list                      m mm mm mmm
GET  analysis:desk_asset_list_enter    asset list                      m mm mm mmm
POST analysis:desk_asset_list_enter    asset list                      r rf ff fn>  >analysis:desk_assets
POST analysis:desk_asset_list_enter    no asset list                   r rf ff fnn
GET  analysis:desk_asset_list_drop     asset list                      m mm mm mmm
POST analysis:desk_asset_list_drop     asset list                      r rf ff fn>  >analysis:desk_asset_list
POST analysis:desk_asset_list_drop     no asset list                   r rf ff fnn
GET  analysis:criteria                 -                               o oo oo ooo
POST analysis:criteria                 -                               m mm mm mmm
GET  analysis:desk_criteria            -                               r rf ff ooo
POST analysis:desk_criteria            -                               m mm mm mmm
GET  analysis:desk_criterion           criterion                       r rf ff foo
GET  analysis:desk_criterion           no criterion                    r rf ff fnn
POST analysis:desk_criterion           criterion                       r rf ff foo
POST analysis:desk_criterion           no criterion                    r rf ff fnn
GET  api:evidence                      -                               o oo oo ooo
POST api:evidence                      -                               m mm mm mmm
GET  api:claims                        -                               o oo oo ooo
POST api:claims                        -                               m mm mm mmm
GET  api:swot_versions                 -                               o oo oo ooo
POST api:swot_versions                 -                               m mm mm mmm
GET  api:assets                        -                               o oo oo ooo
POST api:assets                        -                               m mm mm mmm

# Tables of statistics

GET  analysis:datasets                 -                               o oo oo ooo
POST analysis:datasets                 -                               m mm mm mmm
GET  analysis:dataset                  public dataset                  o oo oo ooo
GET  analysis:dataset                  hidden dataset                  n nn nn ooo
GET  analysis:dataset                  no dataset                      n nn nn nnn
POST analysis:dataset                  public dataset                  m mm mm mmm
GET  analysis:dataset_version          public version                  o oo oo ooo
GET  analysis:dataset_version          hidden version                  n nn nn ooo
GET  analysis:dataset_version          no version                      n nn nn nnn
POST analysis:dataset_version          public version                  m mm mm mmm
GET  analysis:dataset_file             public table                    o oo oo ooo
GET  analysis:dataset_file             hidden table                    n nn nn ooo
GET  analysis:dataset_file             no table                        n nn nn nnn
POST analysis:dataset_file             public table                    m mm mm mmm
GET  analysis:dataset_csv_metadata     public version                  o oo oo ooo
GET  analysis:dataset_csv_metadata     hidden version                  n nn nn ooo
GET  analysis:dataset_csv_metadata     no version                      n nn nn nnn
POST analysis:dataset_csv_metadata     public version                  m mm mm mmm
GET  analysis:desk_datasets            -                               r rf ff ooo
POST analysis:desk_datasets            -                               m mm mm mmm
GET  analysis:desk_dataset             public dataset                  r rf ff ooo
GET  analysis:desk_dataset             no dataset                      r rf ff nnn
POST analysis:desk_dataset             public dataset                  m mm mm mmm
GET  analysis:desk_dataset_edit        public dataset                  r rf ff foo
GET  analysis:desk_dataset_edit        no dataset                      r rf ff fnn
POST analysis:desk_dataset_edit        public dataset                  r rf ff foo
POST analysis:desk_dataset_edit        no dataset                      r rf ff fnn
GET  analysis:desk_dataset_query       service dataset                 r rf ff foo
GET  analysis:desk_dataset_query       public dataset                  r rf ff fnn
POST analysis:desk_dataset_query       service dataset                 r rf ff foo
POST analysis:desk_dataset_query       public dataset                  r rf ff fnn
GET  analysis:desk_dataset_ask         service dataset                 m mm mm mmm
POST analysis:desk_dataset_ask         service dataset                 r rf ff f>>  >analysis:desk_dataset
POST analysis:desk_dataset_ask         no dataset                      r rf ff fnn
GET  analysis:desk_dataset_next        public dataset                  r rf ff foo
POST analysis:desk_dataset_next        public dataset                  r rf ff fii
GET  analysis:desk_dataset_next        service dataset                 r rf ff fnn
POST analysis:desk_dataset_next        service dataset                 r rf ff fnn
GET  analysis:desk_delivery_new        -                               r rf ff foo
POST analysis:desk_delivery_new        -                               r rf ff fii
GET  analysis:desk_query_new           -                               r rf ff foo
POST analysis:desk_query_new           -                               r rf ff foo
GET  analysis:desk_delivery            read delivery                   r rf ff ooo
GET  analysis:desk_delivery            no delivery                     r rf ff nnn
POST analysis:desk_delivery            read delivery                   m mm mm mmm
GET  analysis:desk_delivery_progress   read delivery                   r rf ff ooo
GET  analysis:desk_delivery_progress   no delivery                     r rf ff nnn
POST analysis:desk_delivery_progress   read delivery                   m mm mm mmm
GET  analysis:desk_delivery            stored delivery                 r rf ff ooo
GET  analysis:desk_delivery_say        read delivery                   m mm mm mmm
POST analysis:desk_delivery_say        read delivery                   r rf ff f>>  >analysis:desk_delivery
POST analysis:desk_delivery_say        stored delivery                 r rf ff fii
POST analysis:desk_delivery_say        no delivery                     r rf ff fnn
GET  analysis:desk_delivery_type       read delivery                   m mm mm mmm
POST analysis:desk_delivery_type       read delivery                   r rf ff fii
POST analysis:desk_delivery_type       stored delivery                 r rf ff fii
POST analysis:desk_delivery_type       no delivery                     r rf ff fnn
GET  analysis:desk_delivery_again      read delivery                   m mm mm mmm
POST analysis:desk_delivery_again      read delivery                   r rf ff f>>  >analysis:desk_delivery
POST analysis:desk_delivery_again      stored delivery                 r rf ff f>>  >analysis:desk_delivery
POST analysis:desk_delivery_again      no delivery                     r rf ff fnn
GET  analysis:desk_delivery_store      read delivery                   m mm mm mmm
POST analysis:desk_delivery_store      read delivery                   r rf ff fii
POST analysis:desk_delivery_store      stored delivery                 r rf ff fii
POST analysis:desk_delivery_store      no delivery                     r rf ff fnn
GET  analysis:desk_delivery_next       read delivery                   m mm mm mmm
POST analysis:desk_delivery_next       read delivery                   r rf ff fii
POST analysis:desk_delivery_next       stored delivery                 r rf ff fii
POST analysis:desk_delivery_next       no delivery                     r rf ff fnn
GET  analysis:desk_delivery_drop       read delivery                   m mm mm mmm
POST analysis:desk_delivery_drop       read delivery                   r rf ff f>>  >analysis:desk_datasets
POST analysis:desk_delivery_drop       stored delivery                 r rf ff f>>  >analysis:desk_delivery
POST analysis:desk_delivery_drop       no delivery                     r rf ff fnn
GET  api:datasets                      -                               o oo oo ooo
POST api:datasets                      -                               m mm mm mmm
GET  api:dataset_versions              public dataset                  o oo oo ooo
GET  api:dataset_versions              hidden dataset                  n nn nn nnn
GET  api:dataset_versions              no dataset                      n nn nn nnn
POST api:dataset_versions              public dataset                  m mm mm mmm

# Analysis: runs and findings

GET  analysis:runs                     -                               o oo oo ooo
POST analysis:runs                     -                               m mm mm mmm
GET  analysis:run                      public run                      o oo oo ooo  finding:rnc
GET  analysis:run                      kept, waiting, failed, no run   n nn nn nnn
POST analysis:run                      public run                      m mm mm mmm
GET  analysis:run_result               public run                      o oo oo ooo
GET  analysis:run_result               kept, no run                    n nn nn nnn
POST analysis:run_result               public run                      m mm mm mmm
GET  analysis:run_download             public run                      o oo oo ooo
GET  analysis:run_download             kept, no run                    n nn nn nnn
POST analysis:run_download             public run                      m mm mm mmm
GET  analysis:findings                 -                               o oo oo ooo
POST analysis:findings                 -                               m mm mm mmm
GET  analysis:finding                  public, questioned finding      o oo oo ooo
GET  analysis:finding                  kept, withdrawn, no finding     n nn nn nnn
POST analysis:finding                  public finding                  m mm mm mmm
GET  analysis:desk_runs                -                               r rf ff ooo  run:rnc
POST analysis:desk_runs                -                               m mm mm mmm
GET  analysis:desk_run_choose          -                               r rf ff foo
POST analysis:desk_run_choose          -                               m mm mm mmm
GET  analysis:desk_run_new             figures                         r rf ff foo
GET  analysis:desk_run_new             no figures                      r rf ff fnn
POST analysis:desk_run_new             figures                         r rf ff fii
POST analysis:desk_run_new             no figures                      r rf ff fnn
GET  analysis:desk_run                 public run                      r rf ff ooo  finding:rnc
GET  analysis:desk_run                 waiting, failed run             r rf ff ooo
GET  analysis:desk_run                 kept run                        r rf ff ooo  run:rnc
GET  analysis:desk_run                 no run                          r rf ff nnn
POST analysis:desk_run                 public run                      m mm mm mmm
GET  analysis:desk_run_progress        waiting, public, kept run       r rf ff ooo
GET  analysis:desk_run_progress        no run                          r rf ff nnn
POST analysis:desk_run_progress        waiting run                     m mm mm mmm
GET  analysis:desk_run_cancel          waiting run                     m mm mm mmm
POST analysis:desk_run_cancel          waiting, public, failed run     r rf ff f>>  >analysis:desk_run
POST analysis:desk_run_cancel          no run                          r rf ff fnn
GET  analysis:desk_run_again           failed run                      m mm mm mmm
POST analysis:desk_run_again           failed, public run              r rf ff f>>  >analysis:desk_run
POST analysis:desk_run_again           no run                          r rf ff fnn
GET  analysis:desk_run_repeat          public run                      m mm mm mmm
POST analysis:desk_run_repeat          public, waiting run             r rf ff f>>  >analysis:desk_run
POST analysis:desk_run_repeat          no run                          r rf ff fnn
GET  analysis:desk_run_publish         public run                      m mm mm mmm
POST analysis:desk_run_publish         public, kept, waiting run       r rf ff f>>  >analysis:desk_run
POST analysis:desk_run_publish         no run                          r rf ff fnn
GET  analysis:desk_run_compare         public run                      r rf ff ooo  run:rnc
GET  analysis:desk_run_compare         no run                          r rf ff nnn
POST analysis:desk_run_compare         public run                      m mm mm mmm
GET  analysis:desk_run_result          public run                      r rf ff ooo
GET  analysis:desk_run_result          waiting, no run                 r rf ff nnn
POST analysis:desk_run_result          public run                      m mm mm mmm
GET  analysis:desk_run_download        public run                      r rf ff ooo
GET  analysis:desk_run_download        waiting, no run                 r rf ff nnn
POST analysis:desk_run_download        public run                      m mm mm mmm
GET  analysis:desk_finding_new         row of a run                    r rf ff foo
GET  analysis:desk_finding_new         no row of a run                 r rf ff fnn
POST analysis:desk_finding_new         row of a run                    r rf ff fii
POST analysis:desk_finding_new         no row of a run                 r rf ff fnn
GET  analysis:desk_findings            -                               r rf ff ooo  finding:rnc
POST analysis:desk_findings            -                               m mm mm mmm
GET  analysis:desk_finding             public, questioned, withdrawn finding  r rf ff ooo
GET  analysis:desk_finding             kept finding                    r rf ff ooo  finding:rnc
GET  analysis:desk_finding             no finding                      r rf ff nnn
POST analysis:desk_finding             public finding                  m mm mm mmm
GET  analysis:desk_finding_rewrite     public, questioned finding      r rf ff foo
GET  analysis:desk_finding_rewrite     no finding                      r rf ff fnn
POST analysis:desk_finding_rewrite     public, questioned finding      r rf ff fii
POST analysis:desk_finding_rewrite     no finding                      r rf ff fnn
GET  analysis:desk_finding_confirm     questioned finding              r rf ff foo
GET  analysis:desk_finding_confirm     no finding                      r rf ff fnn
POST analysis:desk_finding_confirm     questioned finding              r rf ff fii
POST analysis:desk_finding_confirm     no finding                      r rf ff fnn
GET  analysis:desk_finding_withdraw    public finding                  r rf ff foo
GET  analysis:desk_finding_withdraw    no finding                      r rf ff fnn
POST analysis:desk_finding_withdraw    public finding                  r rf ff fii
POST analysis:desk_finding_withdraw    no finding                      r rf ff fnn
GET  analysis:desk_finding_publish     public finding                  m mm mm mmm
POST analysis:desk_finding_publish     public, kept, withdrawn finding r rf ff f>>  >analysis:desk_finding
POST analysis:desk_finding_publish     no finding                      r rf ff fnn
GET  api:runs                          -                               o oo oo ooo
POST api:runs                          -                               m mm mm mmm
GET  api:findings                      -                               o oo oo ooo
POST api:findings                      -                               m mm mm mmm

# Memos: what waits for the worker is still a draft to everybody else

GET  analysis:memos                    -                               o oo oo ooo
POST analysis:memos                    -                               m mm mm mmm
GET  analysis:memo                     published, earlier memo         o oo oo ooo
GET  analysis:memo                     made, draft, unwritten, begun, no memo  n nn nn nnn
POST analysis:memo                     published memo                  m mm mm mmm
GET  files:download                    published memo as PDF           o oo oo ooo
GET  files:download                    published memo as Word          o oo oo ooo
GET  files:download                    earlier memo as PDF             o oo oo ooo
GET  files:download                    earlier memo as Word            o oo oo ooo
GET  analysis:desk_memos               -                               r rf ff ooo  memo:rnc
POST analysis:desk_memos               -                               m mm mm mmm
GET  analysis:desk_memo_new            -                               r rf ff foo
POST analysis:desk_memo_new            -                               r rf ff fii
GET  analysis:desk_memo                published, earlier memo         r rf ff ooo
GET  analysis:desk_memo                made, draft, unwritten, begun memo  r rf ff ooo  memo:rnc
GET  analysis:desk_memo                no memo                         r rf ff nnn
POST analysis:desk_memo                draft memo                      m mm mm mmm
GET  analysis:desk_memo_edit           draft, unwritten, begun, made memo  r rf ff foo  memo:nc
GET  analysis:desk_memo_edit           published, earlier memo         r rf ff foo
GET  analysis:desk_memo_edit           no memo                         r rf ff fnn
POST analysis:desk_memo_edit           draft, unwritten, begun, made memo  r rf ff fii  memo:nc
POST analysis:desk_memo_edit           published, earlier memo         r rf ff fii
POST analysis:desk_memo_edit           no memo                         r rf ff fnn
GET  analysis:desk_memo_publish        draft, unwritten, begun, made memo  r rf ff ffo  memo:c
GET  analysis:desk_memo_publish        published, earlier memo         r rf ff ffo
GET  analysis:desk_memo_publish        no memo                         r rf ff ffn
POST analysis:desk_memo_publish        draft, begun memo               r rf ff ff>  >analysis:desk_memo
POST analysis:desk_memo_publish        unwritten, made memo            r rf ff ffi  memo:c
POST analysis:desk_memo_publish        published, earlier memo         r rf ff ffi
POST analysis:desk_memo_publish        no memo                         r rf ff ffn
GET  analysis:desk_memo_progress       any memo                        r rf ff ooo
GET  analysis:desk_memo_progress       no memo                         r rf ff nnn
POST analysis:desk_memo_progress       made memo                       m mm mm mmm
GET  analysis:desk_memo_changes        published memo                  r rf ff ooo
GET  analysis:desk_memo_changes        begun memo                      r rf ff ooo  memo:rnc
GET  analysis:desk_memo_changes        earlier, draft, no memo         r rf ff nnn
POST analysis:desk_memo_changes        published memo                  m mm mm mmm
GET  analysis:desk_memo_edition        published memo                  m mm mm mmm
POST analysis:desk_memo_edition        any memo                        r rf ff f>>  >analysis:desk_memo
POST analysis:desk_memo_edition        no memo                         r rf ff fnn
GET  analysis:desk_memo_delete         draft memo                      m mm mm mmm
POST analysis:desk_memo_delete         draft, unwritten, begun memo    r rf ff f>>  >analysis:desk_memos
POST analysis:desk_memo_delete         published, earlier, made memo   r rf ff f>>  >analysis:desk_memo
POST analysis:desk_memo_delete         no memo                         r rf ff fnn
GET  api:memos                         -                               o oo oo ooo
POST api:memos                         -                               m mm mm mmm

# The areas and the county in figures

GET  analysis:area_figures             -                               o oo oo ooo
POST analysis:area_figures             -                               m mm mm mmm
GET  analysis:area_figures_export      figures as CSV                  o oo oo ooo
GET  analysis:area_figures_export      figures as text                 n nn nn nnn
POST analysis:area_figures_export      figures as CSV                  m mm mm mmm
GET  analysis:area_profile             counted profile                 o oo oo ooo
GET  analysis:area_profile             no counted profile              n nn nn nnn
POST analysis:area_profile             counted profile                 m mm mm mmm
GET  analysis:area_profile_export      area as CSV                     o oo oo ooo
GET  analysis:area_profile_export      area as text                    n nn nn nnn
POST analysis:area_profile_export      area as CSV                     m mm mm mmm
GET  analysis:county                   -                               o oo oo ooo
POST analysis:county                   -                               m mm mm mmm
GET  analysis:county_export            figures as CSV                  o oo oo ooo
GET  analysis:county_export            figures as text                 n nn nn nnn
POST analysis:county_export            figures as CSV                  m mm mm mmm
GET  analysis:desk_activity_sets       -                               r rf ff ooo
POST analysis:desk_activity_sets       -                               m mm mm mmm
GET  analysis:desk_activity_set        counted profile to change       r rf ff foo
GET  analysis:desk_activity_set        no area                         r rf ff fnn
POST analysis:desk_activity_set        counted profile to change       r rf ff foo
POST analysis:desk_activity_set        no area                         r rf ff fnn
GET  analysis:desk_profile_source      -                               r rf ff foo
POST analysis:desk_profile_source      -                               r rf ff foo
GET  analysis:desk_profile_source_instead   profile source             r rf ff foo
GET  analysis:desk_profile_source_instead   no profile source          r rf ff fnn
POST analysis:desk_profile_source_instead   profile source             r rf ff foo
POST analysis:desk_profile_source_instead   no profile source          r rf ff fnn
GET  analysis:desk_profile_source_earlier   profile source             m mm mm mmm
POST analysis:desk_profile_source_earlier   profile source             r rf ff f>>  >analysis:desk_profile_source
POST analysis:desk_profile_source_earlier   no profile source          r rf ff fnn
GET  analysis:desk_profile_source_remove    profile source             m mm mm mmm
POST analysis:desk_profile_source_remove    profile source             r rf ff f>>  >analysis:desk_profile_source
POST analysis:desk_profile_source_remove    no profile source          r rf ff fnn
GET  analysis:desk_county              -                               r rf ff ooo
POST analysis:desk_county              -                               r rf ff foo
GET  analysis:desk_county_figures      -                               r rf ff foo
POST analysis:desk_county_figures      -                               r rf ff foo
GET  analysis:desk_county_sign         -                               m mm mm mmm
POST analysis:desk_county_sign         -                               r rf ff fii
GET  api:activity_sets                 -                               o oo oo ooo
POST api:activity_sets                 -                               m mm mm mmm
GET  api:area_figures                  -                               o oo oo ooo
POST api:area_figures                  -                               m mm mm mmm
GET  api:municipal_figures             -                               o oo oo ooo
POST api:municipal_figures             -                               m mm mm mmm

# The link in every mail that stops all mail

GET  registry:mail_stop                stop link                       o oo oo ooo
GET  registry:mail_stop                dead stop link                  n nn nn nnn
POST registry:mail_stop                stop link                       > >> >> >>>  >registry:mail_stop
POST registry:mail_stop                dead stop link                  n nn nn nnn

# Invitations to a consultation

GET  consultation:invited              own invitation                 o oo oo ooo
GET  consultation:invited              dead invitation link           g gg gg ggg
POST consultation:invited              own invitation                 i ii ii iii
POST consultation:invited              dead invitation link           g gg gg ggg
GET  consultation:desk_invitations     asked talk                     r rf ff foo  mail:nc
GET  consultation:desk_invitations     no asked talk                  r rf ff fnn
POST consultation:desk_invitations     asked talk                     m mm mm mmm
GET  consultation:desk_unheard         asked talk                     r rf ff foo
GET  consultation:desk_unheard         no asked talk                  r rf ff fnn
POST consultation:desk_unheard         asked talk                     m mm mm mmm
GET  consultation:desk_invitations_add asked talk                     r rf ff ffo
GET  consultation:desk_invitations_add no asked talk                  r rf ff ffn
POST consultation:desk_invitations_add asked talk                     r rf ff ffi
POST consultation:desk_invitations_add no asked talk                  r rf ff ffn
GET  consultation:desk_invitations_add_known asked talk                     m mm mm mmm
POST consultation:desk_invitations_add_known asked talk                     r rf ff ffi
POST consultation:desk_invitations_add_known no asked talk                  r rf ff ffn
GET  consultation:desk_invitations_export asked talk                     r rf ff foo
GET  consultation:desk_invitations_export no asked talk                  r rf ff fnn
POST consultation:desk_invitations_export asked talk                     m mm mm mmm
GET  consultation:desk_invitation_remove asked talk                     m mm mm mmm
POST consultation:desk_invitation_remove asked talk                     r rf ff ff>  >consultation:desk_invitations
POST consultation:desk_invitation_remove no asked talk                  r rf ff ffn
GET  consultation:desk_invitation_list asked talk                     r rf ff ffo
GET  consultation:desk_invitation_list no asked talk                  r rf ff ffn
POST consultation:desk_invitation_list asked talk                     r rf ff ffi
POST consultation:desk_invitation_list no asked talk                  r rf ff ffn
GET  consultation:desk_invitation_list_template asked talk                     r rf ff ffo
GET  consultation:desk_invitation_list_template no asked talk                  r rf ff ffn
POST consultation:desk_invitation_list_template asked talk                     m mm mm mmm
GET  consultation:desk_invitation_list_preview asked talk                     r rf ff ff>  >consultation:desk_invitation_list
GET  consultation:desk_invitation_list_preview no asked talk                  r rf ff ffn
POST consultation:desk_invitation_list_preview asked talk                     m mm mm mmm
GET  consultation:desk_invitation_list_enter asked talk                     m mm mm mmm
POST consultation:desk_invitation_list_enter asked talk                     r rf ff ff>  >consultation:desk_invitation_list
POST consultation:desk_invitation_list_enter no asked talk                  r rf ff ffn
GET  consultation:desk_invitation_list_drop asked talk                     m mm mm mmm
POST consultation:desk_invitation_list_drop asked talk                     r rf ff ff>  >consultation:desk_invitation_list
POST consultation:desk_invitation_list_drop no asked talk                  r rf ff ffn
GET  consultation:desk_invitations_send asked talk                     r rf ff ffo
GET  consultation:desk_invitations_send no asked talk                  r rf ff ffn
POST consultation:desk_invitations_send asked talk                     r rf ff ffi
POST consultation:desk_invitations_send no asked talk                  r rf ff ffn
GET  consultation:desk_invitations_remind asked talk                     r rf ff ffo
GET  consultation:desk_invitations_remind no asked talk                  r rf ff ffn
POST consultation:desk_invitations_remind asked talk                     r rf ff ffi
POST consultation:desk_invitations_remind no asked talk                  r rf ff ffn
GET  consultation:desk_invitations_letters asked talk                     r rf ff ffo
GET  consultation:desk_invitations_letters no asked talk                  r rf ff ffn
POST consultation:desk_invitations_letters asked talk                     m mm mm mmm
GET  consultation:desk_invitations_letters_file asked talk                     r rf ff ff>  >consultation:desk_invitations_letters
GET  consultation:desk_invitations_letters_file no asked talk                  r rf ff ffn
POST consultation:desk_invitations_letters_file asked talk                     m mm mm mmm
GET  consultation:desk_invitation_posted asked talk                     m mm mm mmm
POST consultation:desk_invitation_posted asked talk                     r rf ff ff>  >consultation:desk_invitations_letters
POST consultation:desk_invitation_posted no asked talk                  r rf ff ffn

# The API

# Input as files, and as open data

GET  consultation:export               exported list                   o oo oo ooo
POST consultation:export               exported list                   m mm mm mmm
GET  consultation:export               draft exported list             n nn nn nnn
GET  consultation:desk_export          exported input                  m mm mm mmm
POST consultation:desk_export          exported input                  r rf ff foo  inputtext:nc inputname:nc input:nc mail:nc
GET  api:rounds                        -                               o oo oo ooo
POST api:rounds                        -                               m mm mm mmm
GET  api:contributions                 exported list                   o oo oo ooo
POST api:contributions                 exported list                   m mm mm mmm
GET  api:contributions                 draft exported list             n nn nn nnn
GET  api:register_cases                -                               o oo oo ooo
POST api:register_cases                -                               m mm mm mmm
GET  api:register_records              registered case                 o oo oo ooo
POST api:register_records              registered case                 m mm mm mmm

GET  api:openapi-json                  -                               o oo oo ooo
POST api:openapi-json                  -                               o oo oo ooo
GET  api:programme                     -                               o oo oo ooo
POST api:programme                     -                               m mm mm mmm
GET  api:areas                         -                               o oo oo ooo
POST api:areas                         -                               m mm mm mmm
GET  api:programme_versions            -                               o oo oo ooo
POST api:programme_versions            -                               m mm mm mmm
GET  api:area_versions                 active area                     o oo oo ooo
GET  api:area_versions                 no area                         n nn nn nnn
POST api:area_versions                 active area                     m mm mm mmm
GET  api:search                        -                               i ii ii iii
POST api:search                        -                               m mm mm mmm
GET  api:steps                         -                               o oo oo ooo
POST api:steps                         -                               m mm mm mmm
GET  api:public_meetings               -                               o oo oo ooo
POST api:public_meetings               -                               m mm mm mmm
GET  api:municipalities                -                               o oo oo ooo
POST api:municipalities                -                               m mm mm mmm
GET  api:frame                         -                               o oo oo ooo
POST api:frame                         -                               m mm mm mmm
GET  api:api-root                      -                               n nn nn nnn
POST api:api-root                      -                               n nn nn nnn

# Rounds and input: the staff desk

GET  consultation:desk_rounds              -                             r rf ff ooo
POST consultation:desk_rounds              -                             m mm mm mmm
GET  consultation:desk_round_new           -                             r rf ff ffo
POST consultation:desk_round_new           -                             r rf ff ffi
GET  consultation:desk_round_earlier       -                             r rf ff ffo
POST consultation:desk_round_earlier       -                             r rf ff ffi
GET  consultation:desk_round               any round                     r rf ff ooo
GET  consultation:desk_round               no round                      r rf ff nnn
POST consultation:desk_round               any round                     m mm mm mmm
GET  consultation:desk_round_edit          any round                     r rf ff ffo
GET  consultation:desk_round_edit          no round                      r rf ff ffn
POST consultation:desk_round_edit          any round                     r rf ff ffi
POST consultation:desk_round_edit          no round                      r rf ff ffn
GET  consultation:desk_round_publish       any round                     r rf ff ffo
GET  consultation:desk_round_publish       no round                      r rf ff ffn
POST consultation:desk_round_publish       unpublished round             r rf ff ff>  >consultation:desk_round
POST consultation:desk_round_publish       open, earlier round           r rf ff ffi
POST consultation:desk_round_publish       no round                      r rf ff ffn
GET  consultation:desk_round_move          any round                     r rf ff ffo
GET  consultation:desk_round_move          no round                      r rf ff ffn
POST consultation:desk_round_move          any round                     r rf ff ffi
POST consultation:desk_round_move          no round                      r rf ff ffn
GET  consultation:desk_round_cancel        any round                     r rf ff ffo
GET  consultation:desk_round_cancel        no round                      r rf ff ffn
POST consultation:desk_round_cancel        any round                     r rf ff ffi
POST consultation:desk_round_cancel        no round                      r rf ff ffn
GET  consultation:desk_round_delete        any round                     r rf ff ffo
GET  consultation:desk_round_delete        no round                      r rf ff ffn
POST consultation:desk_round_delete        unpublished, earlier round    r rf ff ff>  >consultation:desk_rounds
POST consultation:desk_round_delete        open round                    r rf ff ffi
POST consultation:desk_round_delete        no round                      r rf ff ffn
GET  consultation:desk_questions           any round                     r rf ff ffo
GET  consultation:desk_questions           no round                      r rf ff ffn
POST consultation:desk_questions           any round                     r rf ff ffi
POST consultation:desk_questions           no round                      r rf ff ffn
GET  consultation:desk_question_edit       question                      r rf ff ffo
GET  consultation:desk_question_edit       no question                   r rf ff ffn
POST consultation:desk_question_edit       question                      r rf ff ffi
POST consultation:desk_question_edit       no question                   r rf ff ffn
GET  consultation:desk_question_remove     question                      m mm mm mmm
POST consultation:desk_question_remove     question                      r rf ff ff>  >consultation:desk_questions
POST consultation:desk_question_remove     no question                   r rf ff ffn
GET  consultation:desk_question_order      question                      m mm mm mmm
POST consultation:desk_question_order      question                      r rf ff ff>  >consultation:desk_questions
POST consultation:desk_question_order      no question                   r rf ff ffn
GET  consultation:desk_documents           any round                     r rf ff ffo  draftword:c
GET  consultation:desk_documents           no round                      r rf ff ffn
POST consultation:desk_documents           unpublished round             r rf ff ff>  >consultation:desk_documents
POST consultation:desk_documents           open, earlier round           r rf ff ffi  draftword:c
POST consultation:desk_documents           no round                      r rf ff ffn
GET  consultation:desk_document_order      document                      m mm mm mmm
POST consultation:desk_document_order      document                      r rf ff ff>  >consultation:desk_documents
POST consultation:desk_document_order      no document                   r rf ff ffn
GET  consultation:desk_contributions       -                             r rf ff foo  input:nc inputtext:nc inputname:nc
POST consultation:desk_contributions       -                             m mm mm mmm
GET  consultation:desk_entry               -                             r rf ff foo
POST consultation:desk_entry               -                             r rf ff fii
GET  consultation:desk_inputs_publish      -                             m mm mm mmm
POST consultation:desk_inputs_publish      -                             r rf ff ff>  >consultation:desk_contributions
GET  consultation:desk_contribution        input                         r rf ff foo  input:nc
GET  consultation:desk_contribution        no input                      r rf ff fnn
POST consultation:desk_contribution        input                         m mm mm mmm
GET  consultation:desk_input_publish       input                         m mm mm mmm
POST consultation:desk_input_publish       input                         r rf ff ff>  >consultation:desk_contribution
POST consultation:desk_input_publish       no input                      r rf ff ffn
GET  consultation:desk_input_unpublish     input                         m mm mm mmm
POST consultation:desk_input_unpublish     input                         r rf ff ff>  >consultation:desk_contribution
POST consultation:desk_input_unpublish     no input                      r rf ff ffn
GET  consultation:desk_input_hide          input                         r rf ff ffo
GET  consultation:desk_input_hide          no input                      r rf ff ffn
POST consultation:desk_input_hide          input                         r rf ff ffi
POST consultation:desk_input_hide          no input                      r rf ff ffn
GET  consultation:desk_input_show          input                         m mm mm mmm
POST consultation:desk_input_show          input                         r rf ff ff>  >consultation:desk_contribution
POST consultation:desk_input_show          no input                      r rf ff ffn
GET  consultation:desk_input_identify      input                         r rf ff ffo  input:c
GET  consultation:desk_input_identify      no input                      r rf ff ffn
POST consultation:desk_input_identify      input                         r rf ff ff>  >consultation:desk_contribution
POST consultation:desk_input_identify      no input                      r rf ff ffn

# Consultations: points and dispositions

GET  consultation:points                   open round                    o oo oo ooo
GET  consultation:points                   unpublished, no round         n nn nn nnn
POST consultation:points                   open round                    m mm mm mmm
GET  consultation:points_export            points as a file              o oo oo ooo
POST consultation:points_export            points as a file              m mm mm mmm
GET  api:points                            open round                    o oo oo ooo
GET  api:points                            unpublished, no round         n nn nn nnn
POST api:points                            open round                    m mm mm mmm
GET  consultation:desk_split               input                         r rf ff foo  input:nc
GET  consultation:desk_split               no input                      r rf ff fnn
POST consultation:desk_split               input                         r rf ff fii  input:nc
POST consultation:desk_split               no input                      r rf ff fnn
GET  consultation:desk_split_whole         input                         m mm mm mmm
POST consultation:desk_split_whole         input                         r rf ff f>>  >consultation:desk_split
POST consultation:desk_split_whole         no input                      r rf ff fnn
GET  consultation:desk_inputs_whole        -                             m mm mm mmm
POST consultation:desk_inputs_whole        -                             r rf ff f>>  >consultation:desk_contributions
GET  consultation:desk_inputs_whole_undo   act                           r rf ff foo
GET  consultation:desk_inputs_whole_undo   no act                        r rf ff fnn
POST consultation:desk_inputs_whole_undo   act                           r rf ff f>>  >consultation:desk_contributions
POST consultation:desk_inputs_whole_undo   no act                        r rf ff fnn
GET  consultation:desk_points              -                             r rf ff foo
POST consultation:desk_points              -                             m mm mm mmm
GET  consultation:desk_points_export       points as a file              m mm mm mmm
POST consultation:desk_points_export       points as a file              r rf ff foo  input:nc
GET  consultation:desk_points_chosen       -                             m mm mm mmm
POST consultation:desk_points_chosen       -                             r rf ff f>>  >consultation:desk_points
GET  consultation:desk_points_move         -                             m mm mm mmm
POST consultation:desk_points_move         -                             r rf ff fii
GET  consultation:desk_dispose             -                             r rf ff f>>  >consultation:desk_points
GET  consultation:desk_dispose             some points                   r rf ff foo  input:nc draftword:nc
POST consultation:desk_dispose             -                             r rf ff fii  draftword:nc
GET  consultation:desk_points_sign         -                             r rf ff f>>  >consultation:desk_points
GET  consultation:desk_points_sign         some points                   r rf ff foo  input:nc
POST consultation:desk_points_sign         -                             r rf ff f>>  >consultation:desk_points
GET  consultation:desk_points_return       -                             r rf ff foo
POST consultation:desk_points_return       -                             r rf ff foo
GET  consultation:desk_points_undo         act                           r rf ff foo  input:nc
GET  consultation:desk_points_undo         no act                        r rf ff fnn
POST consultation:desk_points_undo         act                           r rf ff f>>  >consultation:desk_points
POST consultation:desk_points_undo         no act                        r rf ff fnn
GET  consultation:desk_points_similar      -                             r rf ff foo
POST consultation:desk_points_similar      -                             m mm mm mmm
GET  consultation:desk_points_side         -                             r rf ff f>>  >consultation:desk_points
GET  consultation:desk_points_side         some points                   r rf ff foo
POST consultation:desk_points_side         -                             m mm mm mmm
GET  consultation:desk_points_merge        -                             m mm mm mmm
POST consultation:desk_points_merge        -                             r rf ff f>>  >consultation:desk_points_similar
GET  consultation:desk_point               point                         r rf ff foo  input:nc
GET  consultation:desk_point               no point                      r rf ff fnn
POST consultation:desk_point               point                         r rf ff f>>  >consultation:desk_point
POST consultation:desk_point               no point                      r rf ff fnn
GET  consultation:desk_point_back          point                         m mm mm mmm
POST consultation:desk_point_back          point                         r rf ff f>>  >consultation:desk_point
POST consultation:desk_point_back          no point                      r rf ff fnn
GET  consultation:desk_point_part          point                         m mm mm mmm
POST consultation:desk_point_part          point                         r rf ff f>>  >consultation:desk_point
POST consultation:desk_point_part          no point                      r rf ff fnn
GET  consultation:desk_themes              -                             r rf ff foo
POST consultation:desk_themes              -                             r rf ff fii
GET  consultation:desk_theme               theme                         r rf ff foo
GET  consultation:desk_theme               no theme                      r rf ff fnn
POST consultation:desk_theme               theme                         r rf ff fii
POST consultation:desk_theme               no theme                      r rf ff fnn
GET  consultation:desk_theme_order         theme                         m mm mm mmm
POST consultation:desk_theme_order         theme                         r rf ff f>>  >consultation:desk_themes
POST consultation:desk_theme_order         no theme                      r rf ff fnn
GET  consultation:desk_theme_merge         theme                         r rf ff foo
GET  consultation:desk_theme_merge         no theme                      r rf ff fnn
POST consultation:desk_theme_merge         theme                         r rf ff fii
POST consultation:desk_theme_merge         no theme                      r rf ff fnn
GET  consultation:desk_theme_remove        theme                         m mm mm mmm
POST consultation:desk_theme_remove        theme                         r rf ff f>>  >consultation:desk_themes
POST consultation:desk_theme_remove        no theme                      r rf ff fnn
GET  consultation:desk_reasons             -                             r rf ff foo
POST consultation:desk_reasons             -                             r rf ff fii
GET  consultation:desk_reason              wording                       r rf ff foo
GET  consultation:desk_reason              no wording                    r rf ff fnn
POST consultation:desk_reason              wording                       r rf ff fii
POST consultation:desk_reason              no wording                    r rf ff fnn
GET  consultation:desk_reason_remove       wording                       m mm mm mmm
POST consultation:desk_reason_remove       wording                       r rf ff f>>  >consultation:desk_reasons
POST consultation:desk_reason_remove       no wording                    r rf ff fnn

# Consultations: writing on the web, and one's own input

GET  consultation:write                  open writing                   o oo oo ooo  mail:la
GET  consultation:write                  closed writing                 o oo oo ooo
GET  consultation:write                  draft, no writing              n nn nn nnn
POST consultation:write                  open writing                   i ii ii iii
POST consultation:write                  closed writing                 f ff ff fff
POST consultation:write                  draft, no writing              n nn nn nnn
GET  consultation:draft                  open writing                   m mm mm mmm
POST consultation:draft                  open, closed writing           > >> >> >>>  >consultation:write
POST consultation:draft                  draft, no writing              n nn nn nnn
GET  consultation:thanks                 open, closed writing           o oo oo ooo
GET  consultation:thanks                 draft, no writing              n nn nn nnn
POST consultation:thanks                 open writing                   m mm mm mmm
GET  consultation:confirm                waiting confirmation           o oo oo ooo
GET  consultation:confirm                dead confirmation              g gg gg ggg
POST consultation:confirm                waiting confirmation           > >> >> >>>  >consultation:confirm
POST consultation:confirm                dead confirmation              g gg gg ggg
GET  consultation:own                    own, unconfirmed said          n oo nn nnn
GET  consultation:own                    no said                        n nn nn nnn
POST consultation:own                    own said                       m mm mm mmm
GET  consultation:own_change             own said                       n oo nn nnn
GET  consultation:own_change             unconfirmed said               n >> nn nnn  >consultation:own
GET  consultation:own_change             no said                        n nn nn nnn
POST consultation:own_change             own said                       n >> nn nnn  >consultation:own
POST consultation:own_change             unconfirmed said               n >> nn nnn  >consultation:own
POST consultation:own_change             no said                        n nn nn nnn
GET  consultation:own_withdraw           own said                       n oo nn nnn
GET  consultation:own_withdraw           unconfirmed said               n >> nn nnn  >consultation:own
GET  consultation:own_withdraw           no said                        n nn nn nnn
POST consultation:own_withdraw           own said                       n >> nn nnn  >consultation:own
POST consultation:own_withdraw           unconfirmed said               n >> nn nnn  >consultation:own
POST consultation:own_withdraw           no said                        n nn nn nnn
GET  consultation:own_receipt            own said                       n oo nn nnn
GET  consultation:own_receipt            unconfirmed, no said           n nn nn nnn
POST consultation:own_receipt            own said                       m mm mm mmm
GET  consultation:own_file               own, unconfirmed said          n oo nn nnn
GET  consultation:own_file               no said                        n nn nn nnn
POST consultation:own_file               own said                       m mm mm mmm

# Consultations: papers, on the desk and as everybody reads them

GET  consultation:paper                  published, handed paper        o oo oo ooo
GET  consultation:paper                  draft, made, no paper          n nn nn nnn
POST consultation:paper                  published paper                m mm mm mmm
GET  consultation:paper_part             published, handed paper        o oo oo ooo
GET  consultation:paper_part             draft, made, no paper          n nn nn nnn
POST consultation:paper_part             published paper                m mm mm mmm
GET  consultation:paper_json             published, handed paper        o oo oo ooo
GET  consultation:paper_json             draft, made, no paper          n nn nn nnn
POST consultation:paper_json             published paper                m mm mm mmm
GET  consultation:paper_package          handed paper                   o oo oo ooo
GET  consultation:paper_package          published, draft, made, no paper  n nn nn nnn
POST consultation:paper_package          handed paper                   m mm mm mmm
GET  consultation:desk_papers            any round                      r rf ff ooo
GET  consultation:desk_papers            no round                       r rf ff nnn
POST consultation:desk_papers            any round                      m mm mm mmm
GET  consultation:desk_paper_new         any round                      r rf ff foo
GET  consultation:desk_paper_new         no round                       r rf ff fnn
POST consultation:desk_paper_new         any round                      r rf ff fii
POST consultation:desk_paper_new         no round                       r rf ff fnn
GET  consultation:desk_paper             any paper                      r rf ff ooo
GET  consultation:desk_paper             no paper                       r rf ff nnn
POST consultation:desk_paper             any paper                      r rf ff fii
POST consultation:desk_paper             no paper                       r rf ff fnn
GET  consultation:desk_paper_edit        any paper                      r rf ff foo
GET  consultation:desk_paper_edit        no paper                       r rf ff fnn
POST consultation:desk_paper_edit        any paper                      r rf ff fii
POST consultation:desk_paper_edit        no paper                       r rf ff fnn
GET  consultation:desk_paper_preview     draft, made paper              r rf ff ooo
GET  consultation:desk_paper_preview     published, handed paper        r rf ff >>>  >consultation:paper
GET  consultation:desk_paper_preview     no paper                       r rf ff nnn
POST consultation:desk_paper_preview     any paper                      m mm mm mmm
GET  consultation:desk_paper_publish     any paper                      r rf ff ffo
GET  consultation:desk_paper_publish     no paper                       r rf ff ffn
POST consultation:desk_paper_publish     draft paper                    r rf ff ff>  >consultation:desk_paper
POST consultation:desk_paper_publish     published, handed, made paper  r rf ff ffi
POST consultation:desk_paper_publish     no paper                       r rf ff ffn
GET  consultation:desk_paper_progress    any paper                      r rf ff ooo
GET  consultation:desk_paper_progress    no paper                       r rf ff nnn
POST consultation:desk_paper_progress    any paper                      m mm mm mmm
GET  consultation:desk_paper_edition     any paper                      m mm mm mmm
POST consultation:desk_paper_edition     any paper                      r rf ff f>>  >consultation:desk_paper
POST consultation:desk_paper_edition     no paper                       r rf ff fnn
GET  consultation:desk_paper_delete      any paper                      m mm mm mmm
POST consultation:desk_paper_delete      draft paper                    r rf ff f>>  >consultation:desk_papers
POST consultation:desk_paper_delete      published, handed, made paper  r rf ff f>>  >consultation:desk_paper
POST consultation:desk_paper_delete      no paper                       r rf ff fnn
GET  consultation:desk_paper_part        any paper                      r rf ff foo
GET  consultation:desk_paper_part        no paper                       r rf ff fnn
POST consultation:desk_paper_part        any paper                      r rf ff fii
POST consultation:desk_paper_part        no paper                       r rf ff fnn
GET  consultation:desk_paper_part_order  any paper                      m mm mm mmm
POST consultation:desk_paper_part_order  any paper                      r rf ff f>>  >consultation:desk_paper
POST consultation:desk_paper_part_order  no paper                       r rf ff fnn
GET  api:papers                          -                              o oo oo ooo
POST api:papers                          -                              m mm mm mmm
# Answers to those who wrote

GET  consultation:desk_answers         answered round                 r rf ff foo
GET  consultation:desk_answers         gone answers                   r rf ff fnn
POST consultation:desk_answers         answered round                 m mm mm mmm
GET  consultation:desk_answers_missing answered round                 r rf ff foo
GET  consultation:desk_answers_missing gone answers                   r rf ff fnn
POST consultation:desk_answers_missing answered round                 m mm mm mmm
GET  consultation:desk_answers_draft   answered round                 m mm mm mmm
POST consultation:desk_answers_draft   answered round                 r rf ff ff>  >consultation:desk_answers
POST consultation:desk_answers_draft   gone answers                   r rf ff ffn
GET  consultation:desk_answers_text    answered round                 r rf ff ffo
GET  consultation:desk_answers_text    gone answers                   r rf ff ffn
GET  consultation:desk_answers_text    strange language               r rf ff ffn
POST consultation:desk_answers_text    answered round                 r rf ff ffi
POST consultation:desk_answers_text    strange language               r rf ff ffn
GET  consultation:desk_answers_approve answered round                 m mm mm mmm
POST consultation:desk_answers_approve answered round                 r rf ff ff>  >consultation:desk_answers
POST consultation:desk_answers_approve gone answers                   r rf ff ffn
GET  consultation:desk_answers_send    answered round                 r rf ff ffo
GET  consultation:desk_answers_send    gone answers                   r rf ff ffn
POST consultation:desk_answers_send    answered round                 r rf ff ffi
POST consultation:desk_answers_send    gone answers                   r rf ff ffn
GET  consultation:desk_answers_letters answered round                 r rf ff foo
GET  consultation:desk_answers_letters gone answers                   r rf ff fnn
POST consultation:desk_answers_letters answered round                 m mm mm mmm
GET  consultation:desk_answers_posting answered round                 r rf ff ffo
GET  consultation:desk_answers_posting gone answers                   r rf ff ffn
POST consultation:desk_answers_posting answered round                 r rf ff ffi
POST consultation:desk_answers_posting gone answers                   r rf ff ffn
GET  consultation:desk_answers_posting_undo posted answer             m mm mm mmm
POST consultation:desk_answers_posting_undo posted, draft answer      r rf ff ff>  >consultation:desk_answers_posting
POST consultation:desk_answers_posting_undo no answer                 r rf ff ffn
GET  consultation:desk_answers_export  answered round                 m mm mm mmm
POST consultation:desk_answers_export  answered round                 r rf ff foo
POST consultation:desk_answers_export  gone answers                   r rf ff fnn
POST consultation:desk_answers_export  strange language               r rf ff fnn
GET  consultation:desk_answer          draft, approved, posted answer r rf ff foo
GET  consultation:desk_answer          sent answer                    r rf ff foo  mail:nc
GET  consultation:desk_answer          no answer                      r rf ff fnn
POST consultation:desk_answer          draft answer                   m mm mm mmm
GET  consultation:desk_answer_edit     draft, approved answer         r rf ff ffo
GET  consultation:desk_answer_edit     sent, posted answer            r rf ff ff>  >consultation:desk_answer
GET  consultation:desk_answer_edit     no answer                      r rf ff ffn
POST consultation:desk_answer_edit     draft, approved answer         r rf ff ffi
POST consultation:desk_answer_edit     sent answer                    r rf ff ff>  >consultation:desk_answer
POST consultation:desk_answer_edit     no answer                      r rf ff ffn
GET  consultation:desk_answer_approve  draft answer                   m mm mm mmm
POST consultation:desk_answer_approve  draft, approved, sent answer   r rf ff ff>  >consultation:desk_answer
POST consultation:desk_answer_approve  no answer                      r rf ff ffn
GET  consultation:desk_answer_take_back approved answer               m mm mm mmm
POST consultation:desk_answer_take_back approved, draft, sent answer  r rf ff ff>  >consultation:desk_answer
POST consultation:desk_answer_take_back no answer                     r rf ff ffn
GET  consultation:desk_answer_correct  sent, posted answer            r rf ff ffo
GET  consultation:desk_answer_correct  draft answer                   r rf ff ff>  >consultation:desk_answer
GET  consultation:desk_answer_correct  no answer                      r rf ff ffn
POST consultation:desk_answer_correct  sent answer                    r rf ff ffi
POST consultation:desk_answer_correct  draft answer                   r rf ff ff>  >consultation:desk_answer
POST consultation:desk_answer_correct  no answer                      r rf ff ffn
GET  consultation:desk_answer_letter   draft, posted answer           r rf ff foo
GET  consultation:desk_answer_letter   sent, no answer                r rf ff fnn
POST consultation:desk_answer_letter   draft answer                   m mm mm mmm
GET  consultation:own_answer           posted said                    n oo nn nnn
GET  consultation:own_answer           mailed said                    n nn nn nnn
POST consultation:own_answer           posted said                    m mm mm mmm
GET  consultation:contribution         answered input                 o oo oo ooo

# Consultations: what everybody sees

GET  consultation:rounds                 -                              o oo oo ooo
POST consultation:rounds                 -                              m mm mm mmm
GET  consultation:round                  open, closed writing           o oo oo ooo
GET  consultation:round                  draft, no writing              n nn nn nnn
POST consultation:round                  open writing                   m mm mm mmm
GET  consultation:contributions          open, closed writing           o oo oo ooo
GET  consultation:contributions          draft, no writing              n nn nn nnn
POST consultation:contributions          open writing                   m mm mm mmm
GET  consultation:contribution           no public input                n nn nn nnn
POST consultation:contribution           no public input                m mm mm mmm
"""
