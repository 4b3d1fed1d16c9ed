"""The one place where HTTP leaves the process."""
