"""How many comments a post has and how many reactions of each kind, kept with each row whoever writes it."""

from django.db import migrations

COUNTED = """
CREATE FUNCTION social_count_comments() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more integer := 0;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        more := - (OLD.deleted_at IS NULL AND OLD.hidden_at IS NULL)::int;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        more := more + (NEW.deleted_at IS NULL AND NEW.hidden_at IS NULL)::int;
    END IF;
    IF more <> 0 THEN
        UPDATE social_post SET comment_count = comment_count + more, tally = tally + 1 WHERE id = COALESCE(NEW.post_id, OLD.post_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER comments_are_counted AFTER INSERT OR DELETE OR UPDATE OF deleted_at, hidden_at ON social_comment
    FOR EACH ROW EXECUTE FUNCTION social_count_comments();
CREATE FUNCTION social_counted(counts jsonb, of_kind text, more integer) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN of_kind IS NULL THEN counts
        WHEN COALESCE((counts ->> of_kind)::int, 0) + more = 0 THEN counts - of_kind
        ELSE counts || jsonb_build_object(of_kind, COALESCE((counts ->> of_kind)::int, 0) + more)
    END
$$;
CREATE FUNCTION social_count_reactions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE social_post
        SET reactions = social_counted(social_counted(reactions, OLD.kind, -1), NEW.kind, 1), tally = tally + 1
        WHERE id = COALESCE(NEW.post_id, OLD.post_id);
    RETURN NULL;
END $$;
CREATE TRIGGER reactions_are_counted AFTER INSERT OR DELETE OR UPDATE OF kind ON social_reaction
    FOR EACH ROW EXECUTE FUNCTION social_count_reactions();
CREATE FUNCTION social_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'It stays under its post.' USING ERRCODE = 'check_violation', CONSTRAINT = 'under_its_post';
END $$;
CREATE TRIGGER under_its_post BEFORE UPDATE OF post_id ON social_comment
    FOR EACH ROW WHEN (NEW.post_id IS DISTINCT FROM OLD.post_id) EXECUTE FUNCTION social_stays();
CREATE TRIGGER under_its_post BEFORE UPDATE OF post_id ON social_reaction
    FOR EACH ROW WHEN (NEW.post_id IS DISTINCT FROM OLD.post_id) EXECUTE FUNCTION social_stays();
UPDATE social_post SET comment_count = (SELECT count(*) FROM social_comment WHERE post_id = social_post.id);
"""
UNCOUNTED = """
DROP TRIGGER under_its_post ON social_reaction;
DROP TRIGGER under_its_post ON social_comment;
DROP TRIGGER reactions_are_counted ON social_reaction;
DROP TRIGGER comments_are_counted ON social_comment;
DROP FUNCTION social_stays();
DROP FUNCTION social_count_reactions();
DROP FUNCTION social_counted(jsonb, text, integer);
DROP FUNCTION social_count_comments();
"""


class Migration(migrations.Migration):
    dependencies = [("social", "0002_feed_is_live")]
    operations = [migrations.RunSQL(COUNTED, UNCOUNTED)]
