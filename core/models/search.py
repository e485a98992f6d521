"""What members are found by."""

from django.db import models

from core.models.customer import Customer


class SearchTerm(models.Model):
    """One thing that somebody may type to find a member: folded text that begins where a word of it begins.

    The database itself keeps the terms (triggers on the members' table call `core_search_terms`), so that no write can forget
    them: a use case, an import, a merge, an erasure. `rank` is 0 for names and member numbers, 1 for phones and email addresses.
    """

    pk = models.CompositePrimaryKey("customer_id", "term")
    # No constraint in the database: a check for each of a dozen rows a member, and the triggers leave none behind.
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="search_terms"
    )
    term = models.TextField(db_collation="C")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        # In the order of the answer: a page of it is a stretch of this index, whatever was typed.
        indexes = [models.Index(fields=["rank", "term", "customer"], name="search_term_in_order")]

    def __str__(self) -> str:
        return self.term
