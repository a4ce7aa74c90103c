"""Addresses of datasets; part of those of analysis."""

from django.urls import path

from varv.analysis.datasets.views import deliveries, desk, public

_DESK, _ONE = "desk/datasets/", "desk/datasets/<slug:key>/"
_DELIVERY = "desk/deliveries/<int:pk>/"

urlpatterns = [
    path("datasets/", public.listing, name="datasets"),
    path("datasets/<slug:key>/", public.dataset, name="dataset"),
    path("datasets/<slug:key>/<int:number>/", public.version, name="dataset_version"),
    path("datasets/<slug:key>/<int:number>/<slug:form>/", public.file, name="dataset_file"),
    # Where CSV on the Web looks for it, beside the address of the CSV.
    path(
        "datasets/<slug:key>/<int:number>/csv/csv-metadata.json",
        public.csv_metadata,
        name="dataset_csv_metadata",
    ),
    path(_DESK, desk.listing, name="desk_datasets"),
    path(_ONE, desk.dataset, name="desk_dataset"),
    path(f"{_ONE}edit/", desk.edit, name="desk_dataset_edit"),
    path(f"{_ONE}query/", desk.edit_query, name="desk_dataset_query"),
    path(f"{_ONE}ask/", desk.ask, name="desk_dataset_ask"),
    path(f"{_ONE}next/", deliveries.receive, name="desk_dataset_next"),
    path("desk/deliveries/new/", deliveries.receive, name="desk_delivery_new"),
    path("desk/deliveries/service/", desk.new_query, name="desk_query_new"),
    path(_DELIVERY, deliveries.delivery, name="desk_delivery"),
    path(f"{_DELIVERY}progress/", deliveries.progress, name="desk_delivery_progress"),
    path(f"{_DELIVERY}say/", deliveries.say, name="desk_delivery_say"),
    path(f"{_DELIVERY}type/", deliveries.retype, name="desk_delivery_type"),
    path(f"{_DELIVERY}again/", deliveries.read_again, name="desk_delivery_again"),
    path(f"{_DELIVERY}store/", deliveries.store_new, name="desk_delivery_store"),
    path(f"{_DELIVERY}next/", deliveries.store_next, name="desk_delivery_next"),
    path(f"{_DELIVERY}drop/", deliveries.drop, name="desk_delivery_drop"),
]
