"""The feed in `/admin/`."""

from django.contrib import admin

from social.models import Comment, Picture, Post


class Pictures(admin.TabularInline[Picture, Post]):
    model = Picture
    extra = 0


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
