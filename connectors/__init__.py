"""What a system of record is: its operations, and how requests match them. Knows nothing of the gateway."""
