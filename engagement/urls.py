"""Young people's pages and the Board's page."""

app_name = "engagement"
urlpatterns: list[object] = []
