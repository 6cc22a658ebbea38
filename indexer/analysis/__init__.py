"""Dutch: from text to index terms. `dutch.Analyzer` composes the parts."""
