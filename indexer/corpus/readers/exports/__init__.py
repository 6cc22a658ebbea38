"""What browsers, programs for notes and services of news export in forms of their own."""
