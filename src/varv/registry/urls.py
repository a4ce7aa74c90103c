"""Addresses of the register's desk pages."""

app_name = "registry"
urlpatterns: list[object] = []
