"""What a reader is offered: corrections, completions."""
