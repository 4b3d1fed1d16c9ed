"""Every metric in one table, and how they are served."""
