"""What can be done with datasets and deliveries; each act is one function."""

from varv.analysis.datasets.actions.describing import edit_dataset, make_dataset
from varv.analysis.datasets.actions.fetching import ask_now, save_query
from varv.analysis.datasets.actions.receiving import (
    change_text,
    drop_delivery,
    receive_file,
    receive_text,
)
from varv.analysis.datasets.actions.saying import keep_answers, read_again, say_how
from varv.analysis.datasets.actions.storing import store_as_new, store_delivery

__all__ = [
    "ask_now",
    "change_text",
    "drop_delivery",
    "edit_dataset",
    "keep_answers",
    "make_dataset",
    "read_again",
    "receive_file",
    "receive_text",
    "save_query",
    "say_how",
    "store_as_new",
    "store_delivery",
]
