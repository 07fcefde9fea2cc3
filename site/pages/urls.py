"""The pages that are not written by editors."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [path("help-now/", views.help_now, name="help-now")]
