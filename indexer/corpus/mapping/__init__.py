"""How does a record with named fields tell its article? Its names, its values and its text."""
