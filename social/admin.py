"""The feed in `/admin/`."""

from django.contrib import admin
from django.http import HttpRequest

from social.models import Comment, Picture, Post


class Pictures(admin.TabularInline[Picture, Post]):
    """Shown, described anew, taken off: a new one comes by the upload alone."""

    model = Picture
    extra = 0
    fields = ["place", "alt"]
    readonly_fields = ["place"]

    def has_add_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False


@admin.register(Post)
class Posts(admin.ModelAdmin[Post]):
    list_display = ["created_at", "author", "__str__"]
    list_select_related = ["author"]
    search_fields = ["text"]
    raw_id_fields = ["author"]
    inlines = [Pictures]


@admin.register(Comment)
class Comments(admin.ModelAdmin[Comment]):
    list_display = ["created_at", "author", "post", "__str__"]
    list_select_related = ["author", "post"]
    search_fields = ["text"]
    raw_id_fields = ["author", "post"]
