"""What is drawn over time: the strip of results, the chart of a trend, and marked days on both."""
