"""The demo's own address: signing in as anybody, for trying things out."""

app_name = "demo"
urlpatterns: list[object] = []
