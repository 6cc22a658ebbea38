"""References, as programs and databases for them export them: RIS, BibTeX and Zotero's RDF."""
