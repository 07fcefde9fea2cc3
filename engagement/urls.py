"""Young people's pages and the Board's page."""

from django.urls import path

from engagement.views import telling

app_name = "engagement"
urlpatterns = [
    path("tell-us/", telling.tell_us, name="tell-us"),
    path("tell-us/someone/", telling.tell_someone, name="tell-someone"),
    path("tell-us/<slug:draft_id>/thanks/", telling.thanks, name="thanks"),
    path("tell-us/<slug:draft_id>/paper/", telling.paper, name="tell-us-paper"),
    path("tell-us/<slug:draft_id>/<slug:name>/", telling.step, name="tell-us-step"),
]
