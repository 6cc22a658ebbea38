"""Dutch: from text to index terms. `analyzer.Analyzer` composes the parts."""
