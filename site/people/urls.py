"""Doors: keys for young people, and the way out."""

app_name = "people"
urlpatterns: list[object] = []
