"""Who may do what in the step of analysis."""

import rules

from varv.people.rules import is_coordinator, is_editor, is_staff_member

rules.add_perm("analysis.view_evidence", is_staff_member)
rules.add_perm("analysis.cite_evidence", is_editor)
rules.add_perm("analysis.view_dataset", is_staff_member)
# Reading a file in, storing it, asking a service.
rules.add_perm("analysis.import_dataset", is_editor)
# Partners propose and vote by ``queries.partners.is_partner``, also by the link of a mail.
rules.add_perm("analysis.change_swot", is_editor)
rules.add_perm("analysis.adopt_swot", is_coordinator)
rules.add_perm("analysis.change_asset", is_editor)
rules.add_perm("analysis.change_criterion", is_editor)

# A run tells nothing of persons; what is not public yet is only not looked through.
rules.add_perm("analysis.view_run", is_staff_member)
rules.add_perm("analysis.change_run", is_editor)
rules.add_perm("analysis.view_finding", is_staff_member)
rules.add_perm("analysis.change_finding", is_editor)
rules.add_perm("analysis.view_activities", is_staff_member)
rules.add_perm("analysis.set_activities", is_editor)
rules.add_perm("analysis.choose_profile_source", is_editor)
rules.add_perm("analysis.view_county", is_staff_member)
rules.add_perm("analysis.write_county_text", is_editor)
rules.add_perm("analysis.sign_county", is_editor)
rules.add_perm("analysis.choose_county_series", is_editor)
# A memo is published, and sent to many, by who answers for the process.
rules.add_perm("analysis.view_memo", is_staff_member)
rules.add_perm("analysis.change_memo", is_editor)
rules.add_perm("analysis.publish_memo", is_coordinator)
