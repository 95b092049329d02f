"""False statements that are written to look true; none may be confirmed."""
