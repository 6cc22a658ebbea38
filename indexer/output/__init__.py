"""What leaves Knipsel: JSON, tables, citations, feeds."""
