"""Measurements, each as a ratio to a peer in the same run. ``./dev bench`` runs them; they are not tests."""
