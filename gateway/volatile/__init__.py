"""State that may vanish at any time: in this process, or on a Redis that replicas share."""
