"""The demo's own address: signing in as anybody, for trying things out."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.door, name="door"),
    path("enter/", views.enter, name="enter"),
]
