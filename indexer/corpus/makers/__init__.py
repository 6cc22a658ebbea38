"""The forms of well-known makers of records: agencies, content systems, crawlers, databases."""
