"""What can be done in analysis; each act is one function, the actor first."""

from varv.analysis.actions.assets import (
    add_asset,
    drop_assets,
    edit_asset,
    enter_assets,
    export_assets,
    look_at_assets_again,
    read_assets,
    remove_asset,
)
from varv.analysis.actions.claims import (
    cite,
    make_claim,
    remove_citation,
    remove_claim,
    reword_claim,
)
from varv.analysis.actions.criteria import ask_about_criterion, hand_over_criteria
from varv.analysis.actions.evidence import (
    cite_evidence,
    edit_evidence,
    restore_evidence,
    withdraw_evidence,
)
from varv.analysis.actions.findings import (
    confirm_finding,
    make_finding,
    publish_finding,
    question_findings,
    rewrite_finding,
    unpublish_finding,
    withdraw_finding,
)
from varv.analysis.actions.runs import (
    cancel_run,
    publish_run,
    repeat_run,
    start_run,
    unpublish_run,
)
from varv.analysis.actions.swot import (
    add_item,
    close_board,
    let_in,
    open_board,
    propose,
    reword_item,
    turn_down,
    vote,
)
from varv.analysis.actions.swot_versions import adopt_swot, keep_item

__all__ = [
    "add_asset",
    "add_item",
    "adopt_swot",
    "ask_about_criterion",
    "cancel_run",
    "cite",
    "cite_evidence",
    "close_board",
    "confirm_finding",
    "drop_assets",
    "edit_asset",
    "edit_evidence",
    "enter_assets",
    "export_assets",
    "hand_over_criteria",
    "keep_item",
    "let_in",
    "look_at_assets_again",
    "make_claim",
    "make_finding",
    "open_board",
    "propose",
    "publish_finding",
    "publish_run",
    "question_findings",
    "read_assets",
    "remove_asset",
    "remove_citation",
    "remove_claim",
    "repeat_run",
    "restore_evidence",
    "reword_claim",
    "reword_item",
    "rewrite_finding",
    "start_run",
    "turn_down",
    "unpublish_finding",
    "unpublish_run",
    "vote",
    "withdraw_evidence",
    "withdraw_finding",
]
