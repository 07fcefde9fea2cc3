"""Doors: keys for young people, the door of staff, and the way out."""

from django.urls import path

from people.views import doors

app_name = "people"
urlpatterns = [
    path("sign-in/", doors.sign_in, name="sign-in"),
    path("lock/", doors.lock, name="lock"),
    path("leave/", doors.leave_page, name="leave"),
    path("staff/", doors.staff_door, name="staff-door"),
]
