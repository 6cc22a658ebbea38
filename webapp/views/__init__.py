"""The pages and the API: each module one blueprint."""
