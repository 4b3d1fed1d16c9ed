"""The parts of ``sallyport scan``: what is looked for, one payload, a folder, and how both are told."""
