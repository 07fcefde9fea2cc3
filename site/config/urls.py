"""Every address of the site. Fixed rooms first; whatever is left is a page that editors wrote."""

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from config.health import healthz, readyz, wellz
from config.metrics import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("surveys/", include("surveys.urls")),  # first: all of a cohort may answer at once
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("wellz", wellz, name="wellz"),
    path("metrics", metrics, name="metrics"),
    # Wagtail's own two sign-ins have no rate limit and no second factor; allauth's has both.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("people.account_urls")),
    path("", include("people.urls")),
    path("", include("engagement.urls")),
    path("", include("pages.urls")),
]

if apps.is_installed("demo"):
    urlpatterns.append(path("demo/", include("demo.urls")))

urlpatterns.append(path("", include(wagtail_urls)))

handler400 = "pages.views.bad_request"
handler404 = "pages.views.page_not_found"
handler429 = "pages.views.too_many_requests"  # allauth asks for it
handler500 = "pages.views.server_error"
