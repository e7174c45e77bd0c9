"""The pages of a request after it is stored; sessions and booths mount them with their office."""

from django.urls import URLPattern, path

from submissions.views import Office, earlier, files, handover, versions


def beside(office: Office, name: str) -> list[URLPattern]:
    """The private pages; their names begin with `name`."""
    with_office = {"office": office}
    return [
        path("copy/", earlier.copy, with_office, name=f"{name}_copy"),
        path("handover/<slug:token>/", handover.take_over, with_office, name=f"{name}_take_over"),
        path("<uuid:uuid>/versions/", versions.versions, with_office, name=f"{name}_versions"),
        path("<uuid:uuid>/files/", files.files, with_office, name=f"{name}_files"),
        path(
            "<uuid:uuid>/files/<uuid:file>/delete/",
            files.delete,
            with_office,
            name=f"{name}_file_delete",
        ),
        path("<uuid:uuid>/handover/", handover.handover, with_office, name=f"{name}_handover"),
        path("<uuid:uuid>/copied/", earlier.copied, with_office, name=f"{name}_copied"),
    ]


def fetched(office: Office, name: str) -> list[URLPattern]:
    """The files themselves; a public one is open to everybody."""
    return [path("<uuid:file>/", files.file, {"office": office}, name=f"{name}_file")]
