from django.db import migrations

ESTIMATE = """
CREATE FUNCTION search_estimate(wanted tsquery) RETURNS double precision LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM search_entry WHERE head @@ %L::tsquery', wanted) INTO plan;
    RETURN plan -> 0 -> 'Plan' -> 'Plan Rows';
END
$$
"""


class Migration(migrations.Migration):
    """How many entries have these words in their profile, as PostgreSQL's statistics say: in no time, and about right."""

    dependencies = [("search", "0001_entries")]
    operations = [migrations.RunSQL(ESTIMATE, "DROP FUNCTION search_estimate(tsquery)")]
