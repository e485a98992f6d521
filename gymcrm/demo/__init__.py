"""The demo centre: believable, and the same each time it is loaded on the same day."""
