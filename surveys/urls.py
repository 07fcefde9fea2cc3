"""Young people's pages of surveys."""

from django.urls import path

from surveys.views import doors, pages, results

app_name = "surveys"
urlpatterns = [
    path("", doors.index, name="index"),
    path("code/", doors.code, name="code"),
    path("come-back/", doors.come_back, name="come-back"),
    path("take-back/", doors.take_back, name="take-back"),
    path("<slug:slug>/", doors.survey, name="survey"),
    path("<slug:slug>/<int:number>/", pages.page, name="page"),
    path("<slug:slug>/sent/", doors.sent, name="sent"),
    path("<slug:slug>/results/<uuid:uuid>/", results.results, name="results"),
    path("<slug:slug>/anew/", doors.throw_away, name="anew"),
]
