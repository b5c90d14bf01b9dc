"""Lists of partners as offices keep them: taken in as they are, and written in the same columns."""
