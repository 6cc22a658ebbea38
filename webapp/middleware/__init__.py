"""What each request passes before and after it is answered."""
