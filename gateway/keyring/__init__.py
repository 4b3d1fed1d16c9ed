"""Keys, one for each purpose, all derived from one master key."""
