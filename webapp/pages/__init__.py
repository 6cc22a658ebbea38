"""The parts of a page, as data for the templates."""
