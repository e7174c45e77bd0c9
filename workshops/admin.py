from django.contrib import admin

from forum.admin import ReferenceAdmin
from workshops.models import Room, SessionType


@admin.register(Room)
class RoomAdmin(ReferenceAdmin):
    list_display = ["name", "edition", "capacity", "position"]
    list_filter = ["edition"]
    list_select_related = ["edition"]


@admin.register(SessionType)
class SessionTypeAdmin(ReferenceAdmin):
    list_display = ["name", "code", "label", "edition", "position"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
