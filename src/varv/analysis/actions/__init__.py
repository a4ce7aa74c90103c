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
    "cite",
    "cite_evidence",
    "close_board",
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
    "open_board",
    "propose",
    "read_assets",
    "remove_asset",
    "remove_citation",
    "remove_claim",
    "restore_evidence",
    "reword_claim",
    "reword_item",
    "turn_down",
    "vote",
    "withdraw_evidence",
]
