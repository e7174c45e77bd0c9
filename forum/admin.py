"""Reference data only: what the Secretariat decides has its own pages."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from forum.models import Edition, Goal, Organization, Role, Theme, Topic
from forum.permissions import has_role


def may_administer(request: HttpRequest) -> bool:
    """Administrators of any edition and superusers, with an active account."""
    user = request.user
    return user.is_active and (user.is_superuser or has_role(user, Role.Kind.ADMIN))


admin.site.has_permission = may_administer
admin.site.login = secure_admin_login(admin.site.login)


class ReferenceAdmin(admin.ModelAdmin):
    """Open to every administrator, without permissions per model."""

    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return may_administer(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_administer(request)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return may_administer(request)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return may_administer(request)


@admin.register(Edition)
class EditionAdmin(ReferenceAdmin):
    list_display = ["year", "title", "host_city", "starts_on", "ends_on", "is_current"]


@admin.register(Theme)
class ThemeAdmin(ReferenceAdmin):
    list_display = ["title", "edition", "position"]
    list_filter = ["edition"]
    list_select_related = ["edition"]


@admin.register(Topic)
class TopicAdmin(ReferenceAdmin):
    list_display = ["title", "theme", "position"]
    list_filter = ["theme__edition"]
    list_select_related = ["theme"]


@admin.register(Goal)
class GoalAdmin(ReferenceAdmin):
    """The 17 goals are official: they can be read, not changed."""

    list_display = ["number", "title"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(ReferenceAdmin):
    list_display = ["name", "country", "group"]
    search_fields = ["name"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Role)
class RoleAdmin(ReferenceAdmin):
    list_display = ["user", "kind", "edition"]
    list_filter = ["kind", "edition"]
    list_select_related = ["user", "edition"]
    raw_id_fields = ["user"]
